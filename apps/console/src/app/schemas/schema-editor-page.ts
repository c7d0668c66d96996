import {
  Component,
  computed,
  effect,
  inject,
  input,
  resource,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatAnchor, MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { createJsonSchema, getJsonSchema, updateJsonSchema } from '../api/functions';
import type { JsonSchema } from '../api/models';
import { Attempt } from '../session/attempt';
import { Session } from '../session/session';
import { PageTitle } from '../shell/page-title';
import { Confirm } from '../ui/confirm';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { Forbidden } from '../ui/forbidden';
import { Icon } from '../ui/icon';
import { lastAnswer } from '../ui/last-answer';
import { Note } from '../ui/note';
import { DocumentPanel } from './document-panel';
import { draftOf, newSchema, requestOf } from './schema-draft';
import { isField, SchemaFields } from './schema-fields';
import { isOfDocument, SchemaWriting } from './schema-writing';
import { telling } from './told-on-the-way';
import { TrialPanel } from './trial-panel';

/** Writes a schema, a new one or another version of one, and tries it before it binds. */
@Component({
  selector: 'mcm-schema-editor-page',
  imports: [
    DocumentPanel,
    Empty,
    Failed,
    FailureNote,
    Forbidden,
    Icon,
    MatAnchor,
    MatButton,
    Note,
    RouterLink,
    SchemaFields,
    TrialPanel,
  ],
  providers: [SchemaWriting],
  templateUrl: './schema-editor-page.html',
  styleUrl: './schema-editor-page.scss',
  host: { class: 'page', '(window:beforeunload)': 'warn($event)' },
})
export class SchemaEditorPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #confirm = inject(Confirm);
  readonly #title = inject(PageTitle);
  readonly #writing = inject(SchemaWriting);

  /** From the address: which is changed; for a new one, its filter, and whether its document is inferred at once. */
  readonly id = input<string>();
  readonly filter = input<string>();
  readonly infer = input<string>();

  protected readonly refusal = computed(() => this.#session.refusal('updateJsonSchema'));
  readonly #read = resource({
    params: () => {
      const id = this.id();
      return id === undefined || this.refusal() !== undefined ? undefined : { id: Number(id) };
    },
    loader: ({ params }) => this.#api.invoke(getJsonSchema, params),
  });
  readonly #known = lastAnswer(this.#read);
  protected readonly readFailure = this.#known.failure;
  /** What is changed, as it was when somebody began. */
  protected readonly schema = signal<JsonSchema | undefined>(undefined);
  /** What somebody else made of it in the meantime. */
  protected readonly theirs = signal<JsonSchema | undefined>(undefined);
  readonly #begun = signal(this.#writing.draft());

  protected readonly tried = signal(false);
  protected readonly saving = new Attempt();
  protected readonly failure = computed(() =>
    untold(this.saving.refusal(), (pointer) => isOfDocument(pointer) || isField(pointer)),
  );
  private readonly fields = viewChild(SchemaFields);
  private readonly panel = viewChild(DocumentPanel);

  constructor() {
    effect(() => {
      const answer = this.#known.latest();
      if (answer !== undefined) untracked(() => this.#begin(answer));
    });
    effect(() => this.#title.name(this.schema()?.name ?? 'New schema'));
    const started = effect(() => {
      const [panel, fields, filter] = [this.panel(), this.fields(), this.filter()];
      if (this.id() !== undefined || panel === undefined || fields === undefined) return;
      untracked(() => {
        this.#start(newSchema(filter));
        if (this.infer() !== undefined) void panel.infer();
        else fields.focus('name');
      });
      started.destroy();
    });
  }

  /** Whether nothing would be lost, or whoever wrote it says so. */
  async mayLeave(): Promise<boolean> {
    if (this.#session.token() === undefined || !this.#isChanged()) return true;
    return this.#confirm.ask({
      heading: 'Throw away what you wrote?',
      text: 'It was not saved.',
      go: 'Throw it away',
      keep: 'Go on writing',
      act: () => Promise.resolve(),
    });
  }

  protected warn(event: Event): void {
    if (this.#isChanged()) event.preventDefault();
  }

  protected readAgain(): void {
    this.#read.reload();
  }

  protected askForFilter(): void {
    this.tried.set(true);
    this.fields()?.focus('filter');
  }

  protected takeTheirs(theirs: JsonSchema): void {
    this.#begin(theirs);
    this.theirs.set(undefined);
  }

  protected async save(event?: Event): Promise<void> {
    event?.preventDefault();
    this.tried.set(true);
    this.saving.refusal.set(undefined);
    if (this.fields()?.focusFault()) return;
    const document = this.#writing.document();
    if (document === undefined) return;
    const made = await this.saving.make(() => this.#send(document.value));
    const refused = this.saving.refusal();
    if (made || refused === undefined || this.#writing.hear(refused)) return;
    if (refused.kind === 'stale-version') await this.#meet();
    else this.fields()?.focusFault();
  }

  /** Over what somebody else made of it. */
  protected async saveOver(theirs: JsonSchema): Promise<void> {
    this.schema.set(theirs);
    this.theirs.set(undefined);
    await this.save();
  }

  async #send(document: unknown): Promise<void> {
    const [before, draft] = [this.schema(), this.#writing.draft()];
    const body = requestOf(draft, document);
    const { id, name } = await (before === undefined
      ? this.#api.invoke(createJsonSchema, { body })
      : this.#api.invoke(updateJsonSchema, {
          id: before.id,
          body,
          'If-Match': `"${before.version}"`,
        }));
    this.#start(draft);
    const done = before === undefined ? 'added' : 'changed';
    await this.#router.navigate(['/schemas', id], telling(`The schema ${name} was ${done}.`));
  }

  /** Somebody was faster: what is written stays, and whoever wrote it decides. */
  async #meet(): Promise<void> {
    const id = this.schema()?.id;
    if (id === undefined) return;
    await this.saving.make(async () => {
      this.theirs.set(await this.#api.invoke(getJsonSchema, { id }));
    });
  }

  #begin(schema: JsonSchema): void {
    this.schema.set(schema);
    this.#start(draftOf(schema));
  }

  #start(draft: ReturnType<typeof newSchema>): void {
    this.#begun.set(draft);
    this.#writing.draft.set(draft);
  }

  #isChanged(): boolean {
    return JSON.stringify(this.#begun()) !== JSON.stringify(this.#writing.draft());
  }
}
