import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { JudgedTopicPage } from '../api/models';
import { Age } from '../ui/age';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';

/** The topics that a schema judged, and how their last message fared. */
@Component({
  selector: 'mcm-judged-topics',
  imports: [Age, Icon, MatButton, RouterLink],
  template: `
    @if (page().topics.length > 0) {
      <ul class="panel" aria-label="Judged topics, those that broke it last first">
        @for (topic of page().topics; track topic.topic) {
          <li>
            <mcm-icon
              class="small"
              [class]="topic.lastValid ? 'ok' : 'warning'"
              [name]="topic.lastValid ? 'ok' : 'warning'"
            />
            @if (topic.topicId; as id) {
              <a class="mono cut" [routerLink]="['/topics', id]" [title]="topic.topic">{{
                topic.topic
              }}</a>
            } @else {
              <span class="mono cut" [title]="topic.topic">{{ topic.topic }}</span>
            }
            <span class="t3 at"><mcm-age [at]="topic.lastAt" /></span>
            <span class="t3 under"
              >{{ topic.lastValid ? 'Fits' : 'Violates' }} · {{ count(topic.violations) }} of
              {{ count(topic.judged) }} broke it</span
            >
          </li>
        }
      </ul>
      @if (page().nextCursor !== undefined) {
        <button matButton type="button" (click)="moreWanted.emit()">
          Show more: {{ count(page().topics.length) }} of {{ count(page().total) }} are shown
        </button>
      }
      @if (page().letGo > 0) {
        <p class="caption t3">
          {{ counted(page().letGo, 'more topic is', 'more topics are') }} not told one by one: the
          thousand that were judged last are.
        </p>
      }
    } @else {
      <p class="t2">No message to its topics has come since it was bound, or since MCM started.</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      gap: 0 8px;
      align-items: center;
      padding: 8px 12px;
    }
    li + li {
      border-top: 1px solid var(--mcm-line);
    }
    .at,
    .under {
      font: var(--mcm-caption);
    }
    .under {
      grid-column: 2 / -1;
    }
    button,
    p.caption {
      margin-top: 6px;
    }
  `,
})
export class JudgedTopics {
  readonly page = input.required<JudgedTopicPage>();
  readonly moreWanted = output();
  protected readonly count = count;
  protected readonly counted = counted;
}
