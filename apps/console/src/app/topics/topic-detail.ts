import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { ago, count, counted, exactly, rate, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { OpenTopic } from './open-topic';
import { PayloadView } from './payload-view';
import { TopicTree } from './topic-tree';

interface Step {
  readonly name: string;
  /** Known once the tree has met it. */
  readonly id?: string;
}

/** One topic: where it is, how it moves, and its last value. */
@Component({
  selector: 'mcm-topic-detail',
  imports: [CopyButton, Empty, Failed, Icon, Note, PayloadView, RouterLink],
  templateUrl: './topic-detail.html',
  styleUrl: './topic-detail.scss',
})
export class TopicDetailView {
  protected readonly topic = inject(OpenTopic);
  readonly #tree = inject(TopicTree);
  protected readonly now = inject(Clock).now;
  protected readonly format = { ago, count, counted, exactly, rate, size };

  protected readonly path = computed((): readonly Step[] => {
    const names = this.topic.detail()?.topic.split('/') ?? [];
    return names.map((name, depth) => {
      const id = this.#tree.idOf(names.slice(0, depth + 1).join('/'));
      return id === undefined ? { name } : { name, id };
    });
  });
  protected readonly lastSeen = computed(() => {
    const at = this.topic.detail()?.lastSeenAt;
    return at === undefined ? undefined : Date.parse(at);
  });
}
