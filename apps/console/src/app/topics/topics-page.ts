import { Component, computed, effect, inject, input, untracked, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Router } from '@angular/router';
import { PublishSheet } from '../publish/publish-sheet';
import { PageTitle } from '../shell/page-title';
import { StatusStore } from '../status/status-store';
import { CopyButton } from '../ui/copy-button';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { publishLine } from '../ui/publish-line';
import { FoundListView } from './found-list-view';
import { FoundTopics } from './found-topics';
import { MessageBefore } from './message-before';
import { MessageFrames } from './message-frames';
import { OpenTopic } from './open-topic';
import { Pause } from './pause';
import { PinnedPlots } from './pinned-plots';
import { PlotsPanel } from './plots-panel';
import { MEASURES } from './row-value';
import { type Search, SearchField } from './search-field';
import { type Order, SortMenu } from './sort-menu';
import { TopicDetailView } from './topic-detail';
import { TopicHistoryStore } from './topic-history';
import { TopicLive } from './topic-live';
import { TopicNodes } from './topic-nodes';
import { TopicTree } from './topic-tree';
import { TopicTreeView } from './topic-tree-view';
import { TopicsFoot } from './topics-foot';
import { ANOTHER_TOPIC, listingOf, readView, type TopicsChange, WHOLE_TREE } from './topics-view';

/** The topics on the left, one of them on the right; on a phone one after the other. */
@Component({
  selector: 'mcm-topics-page',
  imports: [
    CopyButton,
    Empty,
    Failed,
    FoundListView,
    Icon,
    MatButton,
    MatIconButton,
    MatTooltip,
    PlotsPanel,
    PublishSheet,
    SearchField,
    SortMenu,
    TopicDetailView,
    TopicTreeView,
    TopicsFoot,
  ],
  providers: [
    FoundTopics,
    MessageBefore,
    MessageFrames,
    OpenTopic,
    Pause,
    PinnedPlots,
    TopicHistoryStore,
    TopicLive,
    TopicNodes,
    TopicTree,
  ],
  templateUrl: './topics-page.html',
  styleUrls: ['./topics-page.scss', './tool-button.scss'],
  host: {
    '[class.detailed]': 'id() !== undefined',
    '(document:keydown)': 'press($event)',
  },
})
export class TopicsPage {
  readonly #router = inject(Router);
  readonly #title = inject(PageTitle);
  readonly #topic = inject(OpenTopic);
  readonly #plots = inject(PinnedPlots);
  readonly #status = inject(StatusStore).latest;
  protected readonly tree = inject(TopicTree);
  protected readonly found = inject(FoundTopics);
  protected readonly pause = inject(Pause);

  /** From the address. */
  readonly id = input<string>();
  readonly q = input<string>();
  readonly mode = input<string>();
  readonly sort = input<string>();
  readonly retained = input<string>();
  readonly decode = input<string>();
  readonly number = input<string>();
  readonly plot = input<string | readonly string[]>();
  readonly range = input<string>();
  readonly who = input<string>();
  /** The sheet that publishes is open while the address has this; it may name the topic. */
  readonly publish = input<string>();

  protected readonly view = computed(() =>
    readView({
      ...{ q: this.q(), mode: this.mode(), sort: this.sort(), retained: this.retained() },
      ...{ decode: this.decode(), number: this.number(), plot: this.plot(), range: this.range() },
      who: this.who(),
    }),
  );
  protected readonly search = computed((): Search => ({
    text: this.view().text,
    ...(this.mode() !== undefined && { mode: this.view().mode }),
  }));
  protected readonly order = computed((): Order => this.view());
  protected readonly listing = computed(() => listingOf(this.view()), { equal: isSame });
  /** What is listed, or what is wrong with the filter. */
  protected readonly words = computed(() => {
    const listing = this.listing();
    if (listing.kind === 'tree') return 'All topics';
    return listing.kind === 'list' ? listing.words : listing.problem;
  });
  protected readonly measure = computed(() =>
    this.listing().kind === 'tree' ? MEASURES.tree : MEASURES[this.view().sort ?? 'name'],
  );

  private readonly treeView = viewChild(TopicTreeView);
  private readonly foundView = viewChild(FoundListView);
  private readonly field = viewChild.required(SearchField);
  protected readonly list = computed(() => this.treeView() ?? this.foundView());

  protected readonly publishLine = computed(() => {
    const target = this.#status()?.broker.target;
    return target && publishLine(target);
  });
  /** What stands above the list. */
  protected readonly counted = computed(() => {
    if (this.listing().kind === 'tree') {
      const observer = this.#status()?.observer;
      return observer === undefined ? 'Topics' : counted(observer.topics, 'topic');
    }
    const { topics, least } = this.found.count();
    if (this.found.ids().length === 0) return 'Searching …';
    return least ? `${count(topics)} topics so far` : counted(topics, 'topic');
  });
  protected readonly isEmpty = computed(() => {
    const { pages } = this.tree.root();
    return (
      pages.length > 0 && pages.every(({ ids, next }) => ids.length === 0 && next === undefined)
    );
  });
  /** Only while there is nothing to show instead; below a level it stands in the tree. */
  protected readonly failure = computed(() => {
    const { failure, pages } = this.tree.root();
    return pages.length === 0 ? failure : undefined;
  });
  protected readonly prefill = computed(() => {
    const topic = this.#topic.topic();
    return topic === undefined ? {} : { topic };
  });
  protected readonly prefillReady = computed(
    () =>
      this.id() === undefined ||
      this.#topic.topic() !== undefined ||
      this.#topic.failure() !== undefined,
  );

  constructor() {
    void this.tree.start();
    effect(() => this.#topic.id.set(this.id()));
    effect(() => this.#topic.number.set(this.view().number));
    effect(() => this.#plots.pins.set(this.view().pins));
    effect(() => {
      const listing = this.listing();
      if (listing.kind === 'list') untracked(() => void this.found.ask(listing.question));
    });
    effect(() => {
      const topic = this.#topic.topic();
      this.#title.name(topic ?? 'Topics');
      const inTree = this.listing().kind === 'tree';
      if (topic !== undefined) untracked(() => void this.#find(topic, inTree));
    });
  }

  protected choose(id: string): void {
    void this.#router.navigate(['/topics', id], {
      queryParams: ANOTHER_TOPIC,
      queryParamsHandling: 'merge',
    });
  }

  protected look({ text, mode }: Search): void {
    this.go({ q: text === '' ? null : text, mode: mode ?? null });
  }

  protected reorder({ sort, retained }: Order): void {
    this.go({ sort: sort ?? null, retained: retained ? 'true' : null });
  }

  protected clear(): void {
    this.go(WHOLE_TREE);
    this.field().focus();
  }

  protected go(change: TopicsChange): void {
    void this.#router.navigate([], {
      queryParams: change,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const writing = target.closest('input, textarea, select, [contenteditable], [role="dialog"]');
    if (event.ctrlKey || event.altKey || event.metaKey || writing !== null) return;
    if (event.key !== '/') return;
    event.preventDefault();
    this.field().focus();
  }

  /** The tree opens down to the topic in the address; beside a list it learns where its levels lead to. */
  async #find(topic: string, inTree: boolean): Promise<void> {
    if (!inTree) {
      await this.tree.locate(topic);
      return;
    }
    const id = await this.tree.reveal(topic);
    if (id !== undefined) setTimeout(() => this.treeView()?.show(id));
  }
}

/** Other members of the address must not ask for the list anew. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
