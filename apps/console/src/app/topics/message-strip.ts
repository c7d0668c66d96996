import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { TopicMessage, TopicRow } from '../api/models';
import { count, exactly, preciseTime } from '../ui/formats';
import { Icon } from '../ui/icon';
import { OpenTopic } from './open-topic';

/** Says that what is shown is not the latest, and leads back there. */
@Component({
  selector: 'mcm-message-strip',
  imports: [Icon, MatButton],
  template: `
    <mcm-icon class="t3" name="info" />
    <p role="status">
      @if (letGo()) {
        <b>Message {{ format.count(topic.number() ?? 0) }} is no longer held.</b>
      } @else if (message(); as message) {
        <b>Message {{ format.count(message.number) }} of {{ format.count(facts().messages) }}</b>
        <span [title]="format.exactly(message.observedAt)">
          {{ format.preciseTime(message.observedAt) }}</span
        >
        · QoS {{ message.qos }}
        @if (message.retained) {
          · retained
        }
      }
    </p>
    <button matButton="outlined" type="button" (click)="latest.emit()">Back to the latest</button>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 10px;
      padding: 4px 4px 4px 12px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-selected);
      color: var(--mcm-text-2);
    }
    p {
      flex: 1;
      min-width: 180px;
    }
    b {
      font-weight: 500;
      color: var(--mcm-text);
    }
    button {
      --mat-button-outlined-container-height: 28px;
    }
    mcm-icon.t3 {
      color: var(--mcm-text-2);
    }
    @media (max-width: 799px) {
      button {
        --mat-button-outlined-container-height: 40px;
      }
    }
  `,
})
export class MessageStrip {
  protected readonly topic = inject(OpenTopic);
  readonly facts = input.required<TopicRow>();
  readonly message = input<TopicMessage>();
  readonly latest = output();
  protected readonly format = { count, exactly, preciseTime };
  protected readonly letGo = computed(() => {
    const { failure, outdated } = this.topic;
    return (failure()?.status === 404 && outdated()) || this.message()?.payload === undefined;
  });
}
