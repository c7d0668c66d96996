import {
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatTooltip } from '@angular/material/tooltip';
import { Api } from '../api/api';
import { publishMessage } from '../api/functions';
import { Attempt } from '../session/attempt';
import { Session } from '../session/session';
import { StatusStore } from '../status/status-store';
import { Clock } from '../ui/clock';
import { Confirm } from '../ui/confirm';
import { clockTime, counted, exactly, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import {
  checkPayload,
  draftFaults,
  type Faults,
  hasProperties,
  messageOf,
  type PublishDraft,
  type Qos,
  takesAway,
} from './publish-draft';
import { PublishMemory, type Sent } from './publish-memory';
import { PublishPropertiesField } from './publish-properties';
import { dollarWords, FORMATS, type Outcome, outcomeOf, QOS_WORDS } from './publish-words';

const NO_FAULTS: Faults = new Map();
/** What a pointer of the server means in this form, when no field is exactly that. */
const FIELDS = /^\/(topic|payload|properties\/(?!payloadIsUtf8$).+)$/;

/** The inside of the sheet: a message as it is typed, and what became of the last one. */
@Component({
  selector: 'mcm-publish-form',
  imports: [
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatCheckbox,
    MatFormField,
    MatIconButton,
    MatInput,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    MatOption,
    MatSelect,
    MatTooltip,
    Note,
    PublishPropertiesField,
    TextField,
  ],
  templateUrl: './publish-form.html',
  styleUrls: ['../ui/field.scss', './publish-form.scss'],
})
export class PublishForm {
  readonly #api = inject(Api);
  readonly #clock = inject(Clock);
  readonly #confirm = inject(Confirm);
  readonly #session = inject(Session);
  readonly #status = inject(StatusStore).latest;
  protected readonly memory = inject(PublishMemory);
  protected readonly dialog = inject<MatDialogRef<PublishForm>>(MatDialogRef);

  protected readonly draft = signal(this.memory.begin(inject<PublishDraft>(MAT_DIALOG_DATA)));
  protected readonly formats = FORMATS;
  protected readonly qosWords = QOS_WORDS;
  protected readonly qualities: readonly Qos[] = [0, 1, 2];
  protected readonly show = { clockTime, exactly };

  readonly #payload = computed(() => this.draft().payload);
  readonly #format = computed(() => this.draft().format);
  readonly #checked = computed(() => checkPayload(this.#payload(), this.#format()));
  readonly #faults = computed(() => draftFaults(this.draft(), this.#checked()));
  /** What the server found wrong, until something is changed. */
  readonly #refused = linkedSignal<PublishDraft, Faults>({
    source: this.draft,
    computation: () => NO_FAULTS,
  });
  protected readonly tried = signal(false);
  protected readonly faults = computed((): Faults => {
    const shown = [...this.#refused(), ...this.#faults()];
    // Nobody has to be told that what they have not typed yet is missing.
    const early = !this.tried() && this.draft().topic === '';
    return new Map(shown.filter(([at]) => !(early && at === '/topic')));
  });
  protected readonly topicHint = computed(() => dollarWords(this.draft().topic));
  protected readonly bytes = computed(() => {
    const { bytes } = this.#checked();
    if (bytes === undefined) return undefined;
    const exact = counted(bytes.length, 'byte');
    return bytes.length < 1000 ? exact : `${size(bytes.length)}, ${exact}`;
  });
  protected readonly takesAway = computed(() => takesAway(this.draft()));
  /** Folded away, unless there is something in it or something wrong with it. */
  protected readonly unfolded = signal(hasProperties(this.draft()));
  /** Whether the broker speaks a version that has no properties. */
  protected readonly withoutProperties = computed(() => {
    const version = this.#status()?.broker.protocolVersion;
    return version !== undefined && version !== '5.0';
  });

  protected readonly refusal = computed(() => this.#session.refusal('publishMessage'));
  protected readonly sending = new Attempt();
  protected readonly outcome = signal<Outcome | undefined>(undefined);
  /** What went wrong that no field says. */
  protected readonly failure = computed(() => {
    const failure = this.sending.refusal();
    const told = [...(failure?.faults?.keys() ?? [])];
    return told.length > 0 && told.every((at) => FIELDS.test(at)) ? undefined : failure;
  });

  private readonly topicField = viewChild.required<TextField>('topicField');
  private readonly payloadField = viewChild.required<ElementRef<HTMLTextAreaElement>>('payload');
  /** What was sent last, to know whether anything is typed that was not. */
  #settled = this.draft();

  constructor() {
    // Nobody is logged in any more: the page below is the log-in page.
    effect(() => {
      if (this.#session.token() === undefined) this.dialog.close();
    });
    inject(DestroyRef).onDestroy(() => {
      const loggedIn = this.#session.token() !== undefined;
      const typed = loggedIn && this.draft() !== this.#settled;
      this.memory.unsent = typed ? this.draft() : undefined;
    });
  }

  protected patch(change: Partial<PublishDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected useAgain({ draft }: Sent): void {
    this.draft.set(draft);
    this.unfolded.set(hasProperties(draft));
    this.payloadField().nativeElement.focus();
  }

  protected async publish(event?: Event): Promise<void> {
    event?.preventDefault();
    if (this.refusal() !== undefined || this.sending.asking()) return;
    this.tried.set(true);
    this.sending.refusal.set(undefined);
    this.outcome.set(undefined);
    if (this.#faults().size > 0) {
      this.#goToFault(this.#faults());
      return;
    }
    const draft = this.draft();
    if (takesAway(draft)) await this.#sendIfMeant(draft);
    else if (!(await this.sending.make(() => this.#send(draft)))) this.#refuse();
  }

  async #send(draft: PublishDraft): Promise<void> {
    const published = await this.#api.invoke(publishMessage, { body: messageOf(draft) });
    this.outcome.set(outcomeOf(published, draft.qos));
    this.memory.remember(draft, this.#clock.read());
    this.#settled = draft;
    this.tried.set(false);
  }

  async #sendIfMeant(draft: PublishDraft): Promise<void> {
    await this.#confirm.ask({
      heading: 'Delete what is retained under this topic?',
      text: 'An empty retained payload does that. On the page Retained it can be deleted so that it can be undone.',
      hits: [['Topic', draft.topic]],
      go: 'Delete it',
      keep: 'Keep it',
      act: () => this.#send(draft),
    });
  }

  /** What the server found wrong is said at its fields; the first of them is where to go on. */
  #refuse(): void {
    const faults = this.sending.refusal()?.faults ?? NO_FAULTS;
    this.#refused.set(faults);
    this.#goToFault(faults);
  }

  #goToFault(faults: Faults): void {
    const [first] = faults.keys();
    if (first === undefined) return;
    if (first === '/topic') this.topicField().focus();
    else if (first === '/payload') this.payloadField().nativeElement.focus();
    else this.unfolded.set(true);
  }
}
