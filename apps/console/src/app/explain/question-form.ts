import {
  Component,
  computed,
  debounced,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
  type WritableSignal,
} from '@angular/core';
import { MatAutocomplete, MatAutocompleteTrigger, MatOption } from '@angular/material/autocomplete';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatTooltip } from '@angular/material/tooltip';
import { BROKER_LINES, type BrokerLine } from '#domain/mosquitto';
import { filterProblem, topicNameProblem } from '#domain/mqtt';
import { Icon } from '../ui/icon';
import {
  ACTION_WORDS,
  ACTIONS,
  type ExplainChange,
  type ExplainView,
  takesFilter,
} from './explain-view';
import { TopicSuggestions } from '../access/topic-suggestions';

const SETTLE_MS = 150;
/** Names that the list of users shows; one types to find the others. */
const MOST_OFFERED = 50;

/** Who asks for what: a user, a client id, what it wants, a topic; and as which broker it is answered. */
@Component({
  selector: 'mcm-question-form',
  imports: [
    Icon,
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatInput,
    MatOption,
    MatSuffix,
    MatTooltip,
  ],
  providers: [TopicSuggestions],
  templateUrl: './question-form.html',
  styleUrl: './question-form.scss',
})
export class QuestionForm {
  readonly view = input.required<ExplainView>();
  /** The names that the files know; the empty one is for clients without a username. */
  readonly users = input.required<readonly string[]>();
  /** As which version it is answered, and which one the broker is. */
  readonly broker = input.required<BrokerLine>();
  readonly reported = input.required<BrokerLine>();
  readonly changed = output<ExplainChange>();

  protected readonly suggestions = inject(TopicSuggestions);
  protected readonly actions = ACTIONS;
  protected readonly actionWords = ACTION_WORDS;
  protected readonly lines = BROKER_LINES;

  /** Whether something was typed that the address does not say yet. */
  #typing = false;
  protected readonly user = this.#typed(() => this.view().user);
  protected readonly client = this.#typed(() => this.view().client ?? '');
  protected readonly topic = this.#typed(() => this.view().topic);
  readonly #settled = debounced(
    () => ({ user: this.user(), client: this.client(), topic: this.topic() }),
    SETTLE_MS,
  );

  /** While the field holds a whole name, all are offered, to choose another. */
  protected readonly offered = computed(() => {
    const [users, typed] = [this.users(), this.user().toLowerCase()];
    const isName = users.some((name) => name.toLowerCase() === typed);
    const fitting = isName ? users : users.filter((name) => name.toLowerCase().includes(typed));
    return fitting.slice(0, MOST_OFFERED);
  });
  protected readonly isFilter = computed(() => takesFilter(this.view().action));
  protected readonly problem = computed(() => {
    const topic = this.topic();
    if (topic === '' || this.view().action === 'login') return undefined;
    return this.isFilter() ? filterProblem(topic) : topicNameProblem(topic);
  });

  constructor() {
    effect(() => {
      this.#settled.value();
      untracked(() => this.settle());
    });
  }

  protected type(field: 'user' | 'client' | 'topic', text: string): void {
    this.#typing = true;
    this[field].set(text);
    if (field === 'topic') this.suggestions.text.set(text);
  }

  protected choose(field: 'user' | 'topic', text: string): void {
    this.type(field, text);
    this.settle();
  }

  protected settle(): void {
    this.#typing = false;
    const { user, client, topic } = this.view();
    const typed = { user: this.user(), client: this.client(), topic: this.topic() };
    if (typed.user === user && typed.client === (client ?? '') && typed.topic === topic) return;
    this.changed.emit({
      user: typed.user === '' ? null : typed.user,
      client: typed.client === '' ? null : typed.client,
      topic: typed.topic === '' ? null : typed.topic,
    });
  }

  /** What the address says, until one types; then that, which the address follows. */
  #typed(told: () => string): WritableSignal<string> {
    return linkedSignal<string, string>({
      source: told,
      computation: (text, previous) =>
        this.#typing && previous !== undefined ? previous.value : text,
    });
  }
}
