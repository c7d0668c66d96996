import {
  Component,
  computed,
  debounced,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatFormField, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { CompiledPolicy } from '#domain/access';
import { topicNameProblem } from '#domain/mqtt';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { type ExplainChange, type ExplainView, takesFilter } from './explain-view';
import { type Cell, cellWords, type Grant, matrixCells } from './matrix-cells';
import { MatrixTopics } from './matrix-topics';

const SETTLE_MS = 300;
/** Users side by side. */
const COLUMNS = 20;

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Users by observed topics: who may receive and publish what. A cell asks its question. */
@Component({
  selector: 'mcm-access-matrix',
  imports: [Empty, Failed, Icon, MatFormField, MatIconButton, MatInput, MatPrefix],
  templateUrl: './access-matrix.html',
  styleUrl: './access-matrix.scss',
})
export class AccessMatrix {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly store = inject(MatrixTopics);
  readonly view = input.required<ExplainView>();
  readonly users = input.required<readonly string[]>();
  readonly policy = input.required<CompiledPolicy>();
  /** What a draft is compared with. */
  readonly before = input<CompiledPolicy>();
  readonly changed = output<ExplainChange>();

  protected readonly topicsTyped = linkedSignal(() => this.view().topics);
  protected readonly usersTyped = linkedSignal(() => this.view().users);
  readonly #settled = debounced(
    () => ({ topics: this.topicsTyped(), users: this.usersTyped() }),
    SETTLE_MS,
  );

  /** What is asked about, where that is a cell of a matrix. */
  protected readonly asked = computed(() => {
    const { user, topic, action } = this.view();
    const isName = topic !== '' && !takesFilter(action) && topicNameProblem(topic) === undefined;
    return { user, ...(isName && { topic }) };
  });
  /** The topic that is asked about stands before the others, where not among them. */
  protected readonly topics = computed(() => {
    const [found, asked] = [this.store.found()?.topics, this.asked().topic];
    if (found === undefined || asked === undefined) return found ?? [];
    return found.includes(asked) ? found : [asked, ...found];
  });
  readonly #fitting = computed(() => {
    const text = this.view().users.toLowerCase();
    return this.users().filter((user) => user.toLowerCase().includes(text));
  });
  protected readonly manyUsers = computed(() => this.users().length > COLUMNS);
  protected readonly first = computed(() =>
    Math.min(this.view().from, Math.max(0, this.#fitting().length - 1)),
  );
  /** The user who is asked about stands before the others, where not among them. */
  protected readonly shown = computed(() => {
    const [first, fitting, { user }] = [this.first(), this.#fitting(), this.asked()];
    const page = fitting.slice(first, first + COLUMNS);
    return page.includes(user) ? page : [user, ...page];
  });
  protected readonly isLastPage = computed(() => this.first() + COLUMNS >= this.#fitting().length);
  protected readonly cells = computed(() =>
    matrixCells(this.policy(), this.before(), this.shown(), this.topics()),
  );

  protected readonly said = computed(() => {
    const found = this.store.found();
    if (found === undefined) return '';
    const users = counted(this.users().length - 1, 'user');
    const of = found.more && found.total ? ` of ${count(found.total)}` : '';
    const first = found.more && !found.total ? 'the first ' : '';
    const topics = `${first}${count(found.topics.length)}${of} observed topics`;
    return `${users} × ${topics}, each user with its name as client id`;
  });
  protected readonly pageWords = computed(() => {
    const [first, all] = [this.first(), this.#fitting().length];
    return all === 0
      ? 'none'
      : `${count(first + 1)}–${count(Math.min(first + COLUMNS, all))} of ${count(all)}`;
  });

  /** The one cell that Tab leads to; arrow keys walk from there. */
  readonly #at = signal<readonly [topic?: string, user?: string]>([]);
  protected readonly stop = computed((): readonly [row: number, column: number] => {
    const [topic, user] = this.#at();
    const row = this.topics().findIndex((name) => name === topic);
    const column = this.shown().findIndex((name) => name === user);
    return [Math.max(0, row), Math.max(0, column)];
  });
  protected readonly words = cellWords;

  constructor() {
    effect(() => this.store.text.set(this.view().topics));
    effect(() => {
      this.#settled.value();
      untracked(() => this.#settle());
    });
  }

  protected letter(allowed: 'r' | 'w', grant: Grant): string {
    return { yes: allowed, no: '·', denied: '×' }[grant];
  }

  /** Whether a draft gives something; what it takes at the same time stands in the cell. */
  protected isGain({ changed, ...grants }: Cell): boolean {
    return changed.some((action) => grants[action] === 'yes');
  }

  /** What a draft gives and takes: `+w`, `-r`. */
  protected changeSign({ changed, ...grants }: Cell): string {
    return changed
      .map((action) => `${grants[action] === 'yes' ? '+' : '−'}${action === 'receive' ? 'r' : 'w'}`)
      .join(' ');
  }

  protected turn(by: 1 | -1): void {
    const from = Math.max(0, this.first() + by * COLUMNS);
    this.changed.emit({ from: from === 0 ? null : from });
  }

  protected press({ target }: MouseEvent): void {
    const element = target as Element;
    const cell = element.closest('[data-cell]')?.getAttribute('data-cell');
    if (cell === null || cell === undefined) return;
    const [row = 0, column = 0] = cell.split(' ').map(Number);
    this.#stand(row, column);
    const { action: before } = this.view();
    const usual = before === 'publish' ? 'publish' : 'receive';
    const action = element.closest('[data-action]')?.getAttribute('data-action') ?? usual;
    this.changed.emit({
      user: this.shown()[column] || null,
      client: null,
      topic: this.topics()[row] ?? null,
      action,
    });
  }

  protected walk(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const atCell = (event.target as Element).closest('[data-cell]') !== null;
    if (step === undefined || !atCell || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [row, column] = this.stop();
    const [rows, columns] = [this.topics().length, this.shown().length];
    const nextRow = Math.min(rows - 1, Math.max(0, row + step[0]));
    const nextColumn = Math.min(columns - 1, Math.max(0, column + step[1]));
    this.#stand(nextRow, nextColumn);
    this.#host.querySelector<HTMLElement>(`[data-cell="${nextRow} ${nextColumn}"]`)?.focus();
  }

  #stand(row: number, column: number): void {
    this.#at.set([this.topics()[row], this.shown()[column]]);
  }

  #settle(): void {
    const { topics, users } = this.view();
    const typed = { topics: this.topicsTyped(), users: this.usersTyped() };
    if (typed.topics === topics && typed.users === users) return;
    this.changed.emit({ topics: typed.topics || null, users: typed.users || null, from: null });
  }
}
