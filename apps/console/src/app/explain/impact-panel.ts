import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Policy } from '#domain/access';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { changesOf, grantsOf } from './draft-changes';
import { FlipList } from './flip-list';
import { ObservedImpact } from './observed-impact';

/** Changes beyond these are counted. */
const MOST_SHOWN = 40;
const TOPICS_NAMED = 3;
/** For more it is not worked out while one types; all are compared when asked. */
const MOST_USERS = 500;

/** What a draft would change: on the topics of the table at once, on all that were observed when asked. */
@Component({
  selector: 'mcm-impact',
  imports: [FlipList, Icon, MatButton, Note],
  providers: [ObservedImpact],
  template: `
    <header class="panel-head">
      <h2 id="explain-impact">Compared with live</h2>
      <span class="t3">{{ said() }}</span>
      <span class="grow"></span>
      <button
        matButton="outlined"
        type="button"
        [attr.aria-busy]="observed.asking()"
        (click)="observed.ask()"
      >
        {{ observed.asking() ? 'Comparing …' : 'On all observed topics' }}
      </button>
    </header>
    <ul tabindex="0" aria-labelledby="explain-impact">
      @for (change of shown(); track change.key) {
        <li>
          <mcm-icon
            [class]="change.allowed ? 'ok' : 'fault'"
            [name]="change.allowed ? 'add' : 'minus'"
          />
          <span>
            <code>{{ change.user }}</code> {{ change.words }}
            <span class="t2">
              @for (topic of change.named; track topic) {
                <code>{{ topic }}</code>{{ $last ? '' : ', ' }}
              }
              {{ change.rest }}</span
            >
          </span>
        </li>
      } @empty {
        <li>
          <mcm-icon class="t3" name="info" />
          <span class="t2">Nothing changes for anybody on the topics of the table.</span>
        </li>
      }
    </ul>
    @if (changes().length > shown().length) {
      <p class="caption t3">and {{ changes().length - shown().length }} more</p>
    }
    <div aria-live="polite">
      @if (observed.failure(); as failure) {
        <mcm-note class="strip" kind="fault">
          <b>{{ failure.title }}.</b> {{ failure.detail }}
        </mcm-note>
      } @else if (observed.answer(); as answer) {
        <mcm-flip-list [impact]="answer" [outdated]="observed.outdated()" />
      }
    </div>
  `,
  styleUrl: './flips.scss',
  styles: `
    :host {
      display: block;
    }
    .panel-head {
      flex-wrap: wrap;
    }
    .grow {
      flex: 1;
    }
    p {
      padding: 8px 16px;
    }
    .strip {
      border-radius: 0;
    }
  `,
})
export class ImpactPanel {
  protected readonly observed = inject(ObservedImpact);
  readonly before = input.required<Policy>();
  readonly after = input.required<Policy>();
  /** Of both. */
  readonly users = input.required<readonly string[]>();
  readonly topics = input.required<readonly string[]>();

  /** Each for itself: while a draft is typed, what is in force stays as it is. */
  readonly #asked = computed(() => this.users().slice(0, MOST_USERS));
  readonly #granted = computed(() => grantsOf(this.before(), this.#asked(), this.topics()));
  readonly #drafted = computed(() => grantsOf(this.after(), this.#asked(), this.topics()));
  protected readonly changes = computed(() => changesOf(this.#granted(), this.#drafted()));
  protected readonly shown = computed(() =>
    this.changes()
      .slice(0, MOST_SHOWN)
      .map(({ user, action, allowed, topics }) => ({
        key: `${user} ${action} ${String(allowed)}`,
        allowed,
        user: user === '' ? 'anonymous' : user,
        words: `${allowed ? 'may then' : 'may no longer'} ${action}`,
        named: topics.slice(0, TOPICS_NAMED),
        rest:
          topics.length > TOPICS_NAMED ? ` and ${count(topics.length - TOPICS_NAMED)} more` : '',
      })),
  );
  protected readonly said = computed(() => {
    const users = new Set(this.changes().map(({ user }) => user)).size;
    const most =
      this.users().length > MOST_USERS ? `, of the first ${count(MOST_USERS)} users` : '';
    const topics = `${counted(this.topics().length, 'topic')}${most}`;
    return users === 0 ? `on ${topics}` : `${counted(users, 'user')}, on ${topics}`;
  });
}
