import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { matrix, MAY_PUBLISH, MAY_RECEIVE } from '#domain/access';
import { Failed } from '../ui/failed';
import { count } from '../ui/formats';
import { clientOf } from './explain-view';
import { LivePolicy } from './live-policy';
import { parsedPolicy } from './parsed-policy';
import { usersOf } from './policy-files';

/** Names beyond these are counted. */
const MOST_NAMED = 40;

interface Allowed {
  readonly action: 'publish' | 'receive';
  readonly words: string;
  readonly users: readonly string[];
  readonly rest: string;
}

/** Who may publish to a topic and receive from it, by the rules in force, each with the way to why. */
@Component({
  selector: 'mcm-who-may-use',
  imports: [Failed, RouterLink],
  template: `
    <header class="panel-head">
      <h2 id="who-may-use">Who may use it</h2>
      <span class="t3 said">each user with its name as client id</span>
      <span class="grow"></span>
      <a routerLink="/explain" [queryParams]="{ topic: topic(), topics: topic() }">Explain</a>
    </header>
    @if (allowed(); as rows) {
      <dl>
        @for (row of rows; track row.action) {
          <div>
            <dt>{{ row.words }}</dt>
            <dd>
              @for (user of row.users; track user) {
                <a
                  class="chip"
                  [class.mono]="user !== ''"
                  routerLink="/explain"
                  [queryParams]="{ user: user || null, action: row.action, topic: topic() }"
                  >{{ user || 'anonymous' }}</a
                >
              } @empty {
                <span class="t3">nobody</span>
              }
              <span class="t3">{{ row.rest }}</span>
            </dd>
          </div>
        }
      </dl>
    } @else if (parsed.refusal(); as problem) {
      <p class="t2">
        Nobody can say: the broker does not take the file as it is.
        <a routerLink="/explain">What is wrong with it</a>
      </p>
    } @else if (live.isUnknown()) {
      <p class="t2">
        MCM does not know the broker’s access files. <a routerLink="/explain">What to set</a>
      </p>
    } @else if (live.failure(); as failure) {
      <mcm-failed
        heading="The rules could not be read"
        [failure]="failure"
        (retry)="live.reload()"
      />
    } @else {
      <div class="waiting" role="status" aria-label="Loading the rules">
        <span class="skeleton"></span><span class="skeleton"></span>
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .grow {
      flex: 1;
    }
    .said {
      font: var(--mcm-caption);
    }
    dl {
      padding: 8px 16px 12px;
    }
    dl div {
      display: grid;
      grid-template-columns: 88px minmax(0, 1fr);
      gap: 4px 12px;
      align-items: baseline;
      padding: 4px 0;
    }
    dt {
      color: var(--mcm-text-3);
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      align-items: baseline;
      min-width: 0;
    }
    .chip {
      max-width: 100%;
      padding: 2px 8px;
      overflow: hidden;
      border: 1px solid var(--mcm-line-strong);
      border-radius: var(--mcm-r-1);
      color: var(--mcm-text);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .chip:hover {
      background: var(--mcm-hover);
    }
    p {
      padding: 12px 16px;
    }
    p a {
      text-decoration: underline;
    }
    .waiting {
      display: flex;
      flex-direction: column;
      gap: 16px;
      padding: 16px;
    }
    @media (max-width: 799px) {
      .chip {
        padding: 6px 10px;
      }
    }
  `,
  providers: [LivePolicy],
  host: { class: 'panel', role: 'region', 'aria-labelledby': 'who-may-use' },
})
export class WhoMayUse {
  protected readonly live = inject(LivePolicy);
  readonly topic = input.required<string>();

  protected readonly parsed = parsedPolicy(this.live.files, this.live.broker);
  protected readonly allowed = computed((): readonly Allowed[] | undefined => {
    const policy = this.parsed.policy();
    if (policy === undefined || this.parsed.refusal() !== undefined) return undefined;
    const users = usersOf(policy);
    const clients = users.map((user) => clientOf(user, user));
    const cells = matrix(policy, clients, [this.topic()]);
    const row = (action: Allowed['action'], words: string, bit: number): Allowed => {
      const all = users.filter((_, at) => ((cells[at] ?? 0) & bit) !== 0);
      const more = all.length - MOST_NAMED;
      const rest = more > 0 ? `and ${count(more)} more` : '';
      return { action, words, users: all.slice(0, MOST_NAMED), rest };
    };
    return [row('publish', 'May publish', MAY_PUBLISH), row('receive', 'May receive', MAY_RECEIVE)];
  });
}
