import { Component, input } from '@angular/core';
import type { Failure } from '../ui/failure';
import { Icon } from '../ui/icon';

/** Stands in the tree for topics that are not here yet: on their way, or not had. */
@Component({
  selector: 'mcm-topic-rest',
  imports: [Icon],
  template: `
    @if (failure(); as failure) {
      <mcm-icon class="small fault" name="fault" />
      <span class="cut" [title]="failure.detail">{{ failure.title }}. <b>Try again</b></span>
    } @else {
      <span class="skeleton"></span>
      <span [class.cdk-visually-hidden]="!said()">{{ words() }}</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 0 14px;
      color: var(--mcm-text-2);
    }
    b {
      font-weight: 500;
      color: var(--mcm-accent);
      cursor: pointer;
    }
    .skeleton {
      width: 120px;
    }
  `,
})
export class TopicRestRow {
  readonly failure = input<Failure>();
  /** What is going on. */
  readonly words = input('Loading topics');
  /** Whether that is shown. */
  readonly said = input(false);
}
