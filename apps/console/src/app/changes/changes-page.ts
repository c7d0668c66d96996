import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import type { AccessBackendKind, DraftChange } from '../api/models';
import { Session } from '../session/session';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { Forbidden } from '../ui/forbidden';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { Teller, ToldNote } from '../ui/told';
import { AccessDraftStore } from '../access/access-draft-store';
import { AccessDriftStore } from './access-drift-store';
import { AppliesStore } from './applies-store';
import { ApplyDialog, type ApplyDialogInput } from './apply-dialog';
import { ApplyingPanel } from './applying-panel';
import { BackendStore } from '../access/backend-store';
import { ChangeDeeds } from './change-deeds';
import { type ChangesChange, readChanges } from './changes-view';
import { draftWords } from './draft-words';
import { DraftList } from './draft-list';
import { DriftBanner } from './drift-banner';
import { FollowedApply } from './followed-apply';
import { PlanStore } from './plan-store';
import { PlanView } from './plan-view';
import { ReadOnlyAccess } from '../access/read-only-access';
import { RevisionDifference } from './revision-difference';
import { RevisionsPanel } from './revisions-panel';
import { RevisionsStore } from './revisions-store';
import { SurvivorsTable } from './survivors-table';

/** From the draft to the broker: what is going to change, what that does, how it is applied, and what was before. */
@Component({
  selector: 'mcm-changes-page',
  imports: [
    ApplyingPanel,
    DraftList,
    DriftBanner,
    Empty,
    Failed,
    Forbidden,
    Icon,
    MatButton,
    MatTooltip,
    Note,
    PlanView,
    ReadOnlyAccess,
    RevisionDifference,
    RevisionsPanel,
    RouterLink,
    SurvivorsTable,
    ToldNote,
  ],
  providers: [
    AccessDriftStore,
    AppliesStore,
    BackendStore,
    ChangeDeeds,
    FollowedApply,
    PlanStore,
    RevisionsStore,
  ],
  templateUrl: './changes-page.html',
  styleUrl: './changes-page.scss',
  host: { class: 'page' },
})
export class ChangesPage {
  readonly #router = inject(Router);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(Session);
  readonly #deeds = inject(ChangeDeeds);
  protected readonly drafts = inject(AccessDraftStore);
  protected readonly plans = inject(PlanStore);
  protected readonly applies = inject(AppliesStore);
  protected readonly followed = inject(FollowedApply);
  protected readonly drifts = inject(AccessDriftStore);
  protected readonly backend = inject(BackendStore);
  protected readonly history = inject(RevisionsStore);

  /** From the address. */
  readonly apply = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly view = input<string>();
  readonly drift = input<string>();
  readonly revisions = input<string>();

  protected readonly address = computed(() =>
    readChanges({
      ...{ apply: this.apply(), from: this.from(), to: this.to() },
      ...{ view: this.view(), drift: this.drift(), revisions: this.revisions() },
    }),
  );
  readonly #teller = new Teller();
  protected readonly told = this.#teller.told;
  protected readonly kind = computed(
    (): AccessBackendKind => this.backend.kind() ?? this.plans.latest()?.backend ?? 'file',
  );
  protected readonly sub = computed(() =>
    draftWords(this.drafts.latest(), this.applies.running(), this.history.latest()),
  );
  /** What is on its way, or whose end is looked at. */
  protected readonly shownApply = computed(() =>
    this.drafts.refusal() === undefined ? this.followed.latest() : undefined,
  );
  protected readonly running = computed(() => {
    const apply = this.shownApply();
    return this.followed.isRunning() ? apply : undefined;
  });
  readonly #busy = computed(() =>
    this.applies.running() === undefined ? undefined : 'A change is being applied.',
  );
  protected readonly noEdit = computed(
    () =>
      this.#session.refusal('undoAccessChange') ??
      (this.drafts.isReadOnly() ? 'MCM is not set up to change access.' : this.#busy()),
  );
  protected readonly noStop = computed(() => this.#session.refusal('stopAccessApply'));
  protected readonly noDisconnect = computed(() => this.#session.refusal('disconnectSurvivors'));
  protected readonly busy = this.#busy;
  /** Why the draft cannot be applied now; the first reason is enough. */
  protected readonly noApply = computed(() => {
    const plan = this.plans.latest();
    const refusal = this.#session.refusal('applyAccess') ?? this.#busy();
    if (refusal !== undefined) return refusal;
    if (this.drifts.drift() !== undefined) return 'Adopt or overwrite what was changed elsewhere.';
    if (plan === undefined || this.plans.isOutdated()) return 'The plan is being worked out.';
    if (plan.problems.length > 0) return 'The broker would not take these rules.';
    return plan.obstacles[0];
  });

  constructor() {
    effect(() => this.followed.number.set(this.address().apply));
    effect(() => this.history.limit.set(this.address().revisions));
    // Whoever began it: what is on its way is shown.
    effect(() => {
      const running = this.applies.running();
      if (running !== undefined && running !== untracked(this.address).apply)
        untracked(() => void this.go({ apply: running }));
    });
  }

  protected async go(change: ChangesChange): Promise<void> {
    await this.#router.navigate([], {
      queryParams: change,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected takeBack(change: DraftChange): Promise<void> {
    const draft = this.drafts.latest();
    return this.#try(async () => {
      if (draft !== undefined) await this.#deeds.takeBack(change, draft);
      return undefined;
    });
  }

  protected discard(): Promise<void> {
    const draft = this.drafts.latest();
    return this.#try(async () => {
      if (draft === undefined) return undefined;
      return (await this.#deeds.discard(draft)) ? 'The draft was discarded.' : undefined;
    });
  }

  protected stop(): Promise<void> {
    const apply = this.running();
    return this.#try(async () => {
      if (apply !== undefined) await this.#deeds.stop(apply);
      return undefined;
    });
  }

  protected rollBack(number: number): Promise<void> {
    return this.#try(async () => {
      await this.#deeds.rollBack(number);
      await this.go({ from: null, to: null, apply: null });
      return `Revision ${number} is in the draft. Read what it does, then apply it.`;
    });
  }

  protected adopt(): Promise<void> {
    return this.#try(async () => {
      await this.#deeds.adopt();
      await this.go({ drift: null });
      return 'What is in force is now what is wanted.';
    });
  }

  protected overwrite(): Promise<void> {
    const drift = this.drifts.drift();
    return this.#try(async () => {
      const number = drift && (await this.#deeds.overwrite(drift));
      if (number !== undefined) await this.go({ apply: number, drift: null });
      return undefined;
    });
  }

  protected disconnect(usernames: readonly string[]): Promise<void> {
    const apply = this.shownApply();
    return this.#try(async () => {
      const done = apply && (await this.#deeds.disconnect(apply, usernames));
      return done ? 'They were disconnected.' : undefined;
    });
  }

  protected async askToApply(): Promise<void> {
    const plan = this.plans.latest();
    if (plan === undefined || this.noApply() !== undefined) return;
    this.dismiss();
    const dialog = this.#dialog.open<ApplyDialog, ApplyDialogInput, number>(ApplyDialog, {
      data: { plan, changes: this.drafts.pending() },
      ariaLabelledBy: 'apply-heading',
      ariaDescribedBy: 'apply-text',
      autoFocus: '#apply-note',
      width: 'min(520px, calc(100vw - 32px))',
      maxWidth: '100vw',
    });
    const number = await firstValueFrom(dialog.afterClosed());
    if (number !== undefined) await this.go({ apply: number, from: null, to: null });
    this.#reload();
  }

  protected dismiss(): void {
    this.#teller.dismiss();
  }

  /** Does it, says what became of it, and shows how things are then. */
  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.#teller.tell(deed);
    this.#reload();
  }

  #reload(): void {
    this.drafts.reload();
    this.drifts.reload();
    this.applies.reload();
    this.followed.reload();
    this.history.reload();
  }
}
