import { Clipboard } from '@angular/cdk/clipboard';
import { Component, computed, inject, input } from '@angular/core';
import { MatAnchor, MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { TopicRow } from '../api/models';
import { Session } from '../session/session';
import { NodeLink } from '../sparkplug/node-link';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { ago, count, counted, exactly, rate, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { TopicNodes } from './topic-nodes';
import { ANOTHER_TOPIC, WHOLE_TREE } from './topics-view';

/** A level on the way to the topic; its id is known once the tree has met it. */
interface Step {
  readonly name: string;
  readonly id?: string;
}

/** Where a topic is, what can be done there, and how it moves. */
@Component({
  selector: 'mcm-topic-head',
  imports: [
    CopyButton,
    Icon,
    MatAnchor,
    MatButton,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    MatTooltip,
    NodeLink,
    RouterLink,
  ],
  templateUrl: './topic-head.html',
  styleUrl: './topic-head.scss',
})
export class TopicHead {
  readonly #session = inject(Session);
  readonly #clipboard = inject(Clipboard);
  readonly #now = inject(Clock).now;
  readonly #nodes = inject(TopicNodes);
  readonly facts = input.required<TopicRow>();
  /** Whether it is shown who may use the topic. */
  readonly who = input(false);

  protected readonly format = { count, counted, exactly, rate, size };
  protected readonly another = ANOTHER_TOPIC;
  /** A level is shown in the tree, whatever list one came from. */
  protected readonly level = { ...ANOTHER_TOPIC, ...WHOLE_TREE };
  protected readonly mayNotPublish = computed(() => this.#session.refusal('publishMessage'));
  protected readonly mayNotDelete = computed(() => this.#session.refusal('deleteRetained'));

  protected readonly path = computed((): readonly Step[] => {
    const names = this.facts().topic.split('/');
    return names.map((name, depth) => {
      const id = this.#nodes.idOf(names.slice(0, depth + 1).join('/'));
      return id === undefined ? { name } : { name, id };
    });
  });
  protected readonly received = computed(() => {
    const { bytes, held = 0 } = this.facts();
    return `Messages of this topic since MCM began to observe, ${size(bytes)} of payload; ${count(held)} are held`;
  });
  protected readonly qosSeen = computed(() => {
    const seen = this.facts().qosSeen ?? [];
    const words = seen.length === 0 ? '' : ` Seen so far: ${seen.join(', ')}.`;
    return `Of the last message, as the broker delivered it to MCM; it was published with at least that.${words}`;
  });
  protected readonly retained = computed(() => {
    const { retainedHeld, retainedSeen } = this.facts();
    if (retainedHeld)
      return {
        word: 'held now',
        why: 'The broker holds a retained message, as far as MCM has seen',
      };
    return {
      word: 'no',
      why: retainedSeen
        ? 'There was a retained message, and it was deleted'
        : 'No retained message was seen',
    };
  });

  protected age(at: string): string {
    return ago(Date.parse(at), this.#now());
  }

  protected copy(): void {
    this.#clipboard.copy(this.facts().topic);
  }
}
