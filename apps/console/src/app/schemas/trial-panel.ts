import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { TopicSuggestions } from '../access/topic-suggestions';
import { Api } from '../api/api';
import { lookUpTopics, tryJsonSchema } from '../api/functions';
import type { SchemaTrial, TrySchemaRequest } from '../api/models';
import { Attempt } from '../session/attempt';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { SuggestField } from '../ui/suggest-field';
import { When } from '../ui/when';
import { documentOf } from './schema-draft';
import { trialWords, withMoments } from './schema-words';
import { isOfDocument, SchemaWriting } from './schema-writing';
import { ViolationLines } from './violation-lines';

/** What a schema is tried on. */
type Target = 'filter' | 'topic' | 'payload';

/** What came of it, and the document that it came of. */
interface Tried {
  readonly trial: SchemaTrial;
  readonly target: Target;
  readonly text: string;
}

const SHOWN = 10;

/** Tries the document that is being written, before anybody is judged by it. */
@Component({
  selector: 'mcm-trial-panel',
  imports: [
    FailureNote,
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatInput,
    Note,
    SuggestField,
    ViolationLines,
    When,
  ],
  providers: [TopicSuggestions],
  templateUrl: './trial-panel.html',
  styleUrl: './trial-panel.scss',
})
export class TrialPanel {
  readonly #api = inject(Api);
  readonly #writing = inject(SchemaWriting);
  protected readonly suggestions = inject(TopicSuggestions);

  protected readonly target = signal<Target>('filter');
  protected readonly topic = signal('');
  protected readonly payload = signal('');
  /** What is missing to try it. */
  protected readonly fault = signal<string | undefined>(undefined);
  protected readonly trying = new Attempt();
  protected readonly shown = signal(SHOWN);
  readonly #tried = signal<Tried | undefined>(undefined);

  protected readonly count = count;
  protected readonly filter = computed(() => this.#writing.draft().topicFilter);
  /** What the document says of itself is not said again. */
  protected readonly failure = computed(() => untold(this.trying.refusal(), isOfDocument));
  protected readonly result = computed(() => {
    const tried = this.#tried();
    if (tried === undefined) return undefined;
    const { trial, target, text } = tried;
    return {
      ...trialWords(trial, target === 'payload'),
      coverage: target === 'payload' ? undefined : withMoments(trial.coverage),
      messages: trial.results.slice(0, this.shown()),
      left: trial.results.length - this.shown(),
      isOutdated: text !== this.#writing.draft().text,
    };
  });
  private readonly topicField = viewChild(SuggestField);
  private readonly payloadField = viewChild<ElementRef<HTMLTextAreaElement>>('text');

  protected choose(target: Target): void {
    this.target.set(target);
    this.fault.set(undefined);
    this.trying.refusal.set(undefined);
  }

  protected wake(): void {
    this.suggestions.text.set(this.topic());
    this.suggestions.wanted.set(true);
  }

  protected showMore(): void {
    this.shown.update((shown) => shown + 3 * SHOWN);
  }

  protected async try(): Promise<void> {
    this.fault.set(this.#missing());
    if (this.fault() !== undefined) {
      if (this.target() === 'topic') this.topicField()?.focus();
      if (this.target() === 'payload') this.payloadField()?.nativeElement.focus();
      return;
    }
    const document = this.#writing.document();
    if (document === undefined) return;
    const [draft, target] = [this.#writing.draft(), this.target()];
    const made = await this.trying.make(async () => {
      const on = await this.#on(target);
      if (on === undefined) return;
      const body = { ...documentOf(draft, document.value), ...on };
      const trial = await this.#api.invoke(tryJsonSchema, { body });
      this.shown.set(SHOWN);
      this.#tried.set({ trial, target, text: draft.text });
    });
    this.#writing.hear(made ? undefined : this.trying.refusal());
  }

  #missing(): string | undefined {
    if (this.target() === 'filter') return this.#writing.filterFault();
    if (this.target() === 'topic' && this.topic() === '') return 'Enter a topic.';
    return undefined;
  }

  async #on(
    target: Target,
  ): Promise<Pick<TrySchemaRequest, 'payload' | 'topicFilter' | 'topicId'> | undefined> {
    switch (target) {
      case 'filter':
        return { topicFilter: this.filter() };
      case 'payload':
        return { payload: this.payload() };
      case 'topic': {
        const body = { topics: [this.topic()] };
        const { topics } = await this.#api.invoke(lookUpTopics, { body });
        const topicId = topics[0]?.id;
        if (topicId !== undefined) return { topicId };
        this.fault.set('MCM has seen no message to this topic.');
        return undefined;
      }
    }
  }
}
