import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, effect, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { clientSees, compile, consequenceOf, type Finding } from '#domain/access';
import type { AclFile } from '#domain/mosquitto';
import type { PolicyListener } from '../api/models';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { ago, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { AccessMatrix } from './access-matrix';
import { aclRows, lineMarks } from './acl-rows';
import { CodeRows, type LineTarget } from '../ui/code-rows';
import { DraftPanel } from './draft-panel';
import { ExplainStore } from './explain-store';
import { DRAFT_FILES, type ExplainChange, readExplain } from './explain-view';
import { FindingsPanel } from '../access/findings-panel';
import { ImpactPanel } from './impact-panel';
import { LivePolicy } from './live-policy';
import { MatrixTopics } from './matrix-topics';
import { usersOf } from './policy-files';
import { ProblemsList } from '../access/problems-list';
import { QuestionForm } from './question-form';
import { roleRows } from './role-rows';
import { StagesList } from './stages-list';
import { VerdictBanner } from './verdict-banner';

/** May this client do that here? The answer, the rule that decides, the way there, and who else may. */
@Component({
  selector: 'mcm-explain-page',
  imports: [
    AccessMatrix,
    CodeRows,
    CopyButton,
    DraftPanel,
    Empty,
    Failed,
    FindingsPanel,
    Icon,
    ImpactPanel,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatTooltip,
    NgTemplateOutlet,
    Note,
    ProblemsList,
    QuestionForm,
    RouterLink,
    StagesList,
    VerdictBanner,
  ],
  providers: [ExplainStore, LivePolicy, MatrixTopics],
  templateUrl: './explain-page.html',
  styleUrl: './explain-page.scss',
  host: { class: 'page' },
})
export class ExplainPage {
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #now = inject(Clock).now;
  protected readonly store = inject(ExplainStore);
  protected readonly matrixTopics = inject(MatrixTopics);

  /** From the address: whose rules, the question, and what the table shows. */
  readonly source = input<string>();
  readonly file = input<string>();
  readonly user = input<string>();
  readonly client = input<string>();
  readonly action = input<string>();
  readonly topic = input<string>();
  readonly broker = input<string>();
  readonly topics = input<string>();
  readonly users = input<string>();
  readonly from = input<string>();

  protected readonly view = computed(() =>
    readExplain({
      ...{ source: this.source(), file: this.file(), user: this.user(), client: this.client() },
      ...{ action: this.action(), topic: this.topic(), broker: this.broker() },
      ...{ topics: this.topics(), users: this.users(), from: this.from() },
    }),
  );
  protected readonly sub = computed(() => {
    const policy = this.store.live.latest();
    if (policy === undefined) return this.view().source === 'draft' ? 'A draft' : '';
    const files = [policy.aclFile, policy.passwordFile, policy.dynsec];
    const changed = files.flatMap((file) => (file ? [Date.parse(file.changedAt)] : []));
    const age = changed.length > 0 ? ` · changed ${ago(Math.max(...changed), this.#now())}` : '';
    return this.view().source === 'draft'
      ? `A draft, beside revision ${policy.revision}`
      : `Revision ${policy.revision}, as the files read${age}${listenerWords(policy.listener)}`;
  });
  protected readonly exactly = computed(() => {
    const policy = this.store.live.latest();
    if (policy === undefined) return '';
    const { aclFile, passwordFile, dynsec, listener } = policy;
    const files = [aclFile, passwordFile, dynsec].flatMap((file) =>
      file === undefined ? [] : [`${file.path}, changed ${exactly(file.changedAt)}`],
    );
    const place = listener && `Listener ${listener.address ?? ''} ${listener.port}`;
    const seen = `Revision ${policy.revision} first seen ${exactly(policy.seenAt)}`;
    return [seen, ...files, ...(place ? [place] : [])].join('\n');
  });

  protected readonly draftFile = computed(() => {
    const { file } = this.view();
    const files = this.store.draftFiles();
    const usual = files?.dynsec !== undefined && files.aclFile === undefined;
    return file ?? (usual ? 'dynamic-security' : 'acl_file');
  });
  protected readonly drafting = computed(() =>
    this.view().source === 'draft' ? this.store.draftFiles() : undefined,
  );
  protected readonly decision = computed(() => {
    const verdict = this.store.verdict();
    return verdict.kind === 'answer' ? verdict.decision : undefined;
  });
  protected readonly sees = computed(() => {
    const decision = this.decision();
    return decision === undefined
      ? { v5: '', v311: '' }
      : clientSees(decision.explanation, decision.question);
  });
  protected readonly problems = computed(() =>
    this.store.problems().map((problem) => {
      const { file, effect } = problem;
      return { ...problem, consequence: consequenceOf(file, effect, this.store.broker()) };
    }),
  );
  /** The rule that decides, where it is one that people write. */
  protected readonly rule = computed(() => {
    const because = this.decision()?.explanation.because;
    if (because?.kind === 'acl-line')
      return { words: `Change rule ${because.line}`, filter: because.filter };
    return because?.kind === 'role-acl'
      ? { words: 'Change rule', filter: because.topic }
      : undefined;
  });
  protected readonly noRules = computed(() => this.#session.refusal('listAclRules'));
  protected readonly compiled = computed(() => {
    const policy = this.store.refusal() === undefined ? this.store.policy() : undefined;
    return policy && compile(policy);
  });
  /** The policy in force and the draft, where both can be read. */
  protected readonly comparing = computed(() => {
    const [before, after] = [this.store.inForce.policy(), this.store.policy()];
    const faulty = this.store.inForce.refusal() ?? this.store.refusal();
    const drafting = this.view().source === 'draft';
    return drafting && before && after && !faulty ? { before, after } : undefined;
  });
  protected readonly compiledBefore = computed(() => {
    const pair = this.comparing();
    return pair && compile(pair.before);
  });
  /** Of the draft and of the policy in force. */
  protected readonly allUsers = computed(() => {
    const live = this.store.inForce.policy();
    return [...new Set([...(live ? usersOf(live) : []), ...this.store.users()])];
  });

  protected readonly roles = computed(() => {
    const [state, decision] = [this.store.policy()?.dynsec, this.decision()];
    if (state === undefined || decision === undefined) return undefined;
    const { username } = decision.question.client;
    return roleRows(state, username, decision.explanation);
  });
  /** The folds that were opened, by their first line; another user has others. */
  readonly #unfolded = linkedSignal<readonly [AclFile | undefined, string], ReadonlySet<number>>({
    source: () => [this.store.aclFile(), this.view().user],
    computation: () => new Set(),
  });
  protected readonly aclRows = computed(() => {
    const file = this.store.aclFile();
    if (file === undefined) return undefined;
    const shown = this.target()?.line;
    const { user } = this.view();
    // Before anything is asked, the whole file is of interest.
    const forAll = user === '' && this.store.question() === undefined;
    return aclRows(file, forAll ? undefined : user, {
      marks: lineMarks(file, this.store.explanation()),
      unfolded: this.#unfolded(),
      ...(shown !== undefined && { shown }),
    });
  });
  /** The files whose lines can be gone to. */
  protected readonly reachable = computed((): readonly Finding['file'][] => {
    if (this.view().source === 'draft') return DRAFT_FILES;
    return this.store.aclFile() === undefined ? [] : ['acl_file'];
  });
  protected readonly target = signal<LineTarget | undefined>(undefined);

  constructor() {
    effect(() => this.store.view.set(this.view()));
  }

  protected async go(change: ExplainChange): Promise<void> {
    await this.#router.navigate([], {
      queryParams: change,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected unfold(from: number): void {
    this.#unfolded.update((unfolded) => new Set([...unfolded, from]));
  }

  /** To a line of a file; in a draft it may be one of the other file. */
  protected async goTo({ file, line }: Pick<Finding, 'file' | 'line'>): Promise<void> {
    if (!this.reachable().includes(file)) return;
    if (this.view().source === 'draft') await this.go({ file });
    this.target.set({ line });
  }
}

/** Which listener it is about, where others have other settings. */
function listenerWords(listener: PolicyListener | undefined): string {
  if (listener?.othersDiffer !== true) return '';
  return ` · of the listener ${listener.port === 0 ? (listener.address ?? '') : listener.port}`;
}
