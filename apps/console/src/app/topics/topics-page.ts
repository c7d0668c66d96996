import { Component, computed, effect, inject, input, untracked, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Router } from '@angular/router';
import { LiveEvents } from '../live/live-events';
import { PageTitle } from '../shell/page-title';
import { StatusStore } from '../status/status-store';
import { CopyButton } from '../ui/copy-button';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { count, counted, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { publishLine } from '../ui/publish-line';
import { OpenTopic } from './open-topic';
import { TopicDetailView } from './topic-detail';
import { TopicLive } from './topic-live';
import { TopicTree } from './topic-tree';
import { TopicTreeView } from './topic-tree-view';

/** The tree on the left, the topic on the right; on a phone one after the other. */
@Component({
  selector: 'mcm-topics-page',
  imports: [
    CopyButton,
    Empty,
    Failed,
    Icon,
    MatIconButton,
    MatTooltip,
    TopicDetailView,
    TopicTreeView,
  ],
  providers: [TopicTree, TopicLive, OpenTopic],
  templateUrl: './topics-page.html',
  styleUrl: './topics-page.scss',
  host: { '[class.detailed]': 'id() !== undefined' },
})
export class TopicsPage {
  readonly #router = inject(Router);
  readonly #title = inject(PageTitle);
  readonly #topic = inject(OpenTopic);
  readonly #status = inject(StatusStore).latest;
  protected readonly tree = inject(TopicTree);
  protected readonly live = inject(TopicLive);
  protected readonly stream = inject(LiveEvents);

  /** The topic in the address. */
  readonly id = input<string>();
  private readonly view = viewChild(TopicTreeView);
  protected readonly format = { count, counted, size };

  protected readonly observer = computed(() => this.#status()?.observer);
  protected readonly publishLine = computed(() => {
    const target = this.#status()?.broker.target;
    return target && publishLine(target);
  });
  protected readonly isEmpty = computed(() => {
    const { pages, total } = this.tree.root();
    return pages.length > 0 && total === 0;
  });
  /** Only while there is nothing to show instead; below a level it stands in the tree. */
  protected readonly failure = computed(() => {
    const { failure, pages } = this.tree.root();
    return pages.length === 0 ? failure : undefined;
  });
  readonly #shown = computed(() => this.#topic.detail()?.topic);

  constructor() {
    void this.tree.start();
    effect(() => this.#topic.id.set(this.id()));
    effect(() => {
      const topic = this.#shown();
      untracked(() => void this.#reveal(topic));
    });
  }

  protected choose(id: string): void {
    void this.#router.navigate(['/topics', id]);
  }

  /** The tree opens down to the topic in the address once its name is known. */
  async #reveal(topic: string | undefined): Promise<void> {
    this.#title.name(topic ?? 'Topics');
    const id = topic === undefined ? undefined : await this.tree.reveal(topic);
    if (id !== undefined) setTimeout(() => this.view()?.show(id));
  }
}
