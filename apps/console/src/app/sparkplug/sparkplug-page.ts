import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { SPARKPLUG_STATE } from '../api/models/sparkplug-state-array';
import { MessageFrames } from '../topics/message-frames';
import { Pause } from '../topics/pause';
import { PinnedPlots } from '../topics/pinned-plots';
import { Age } from '../ui/age';
import { Empty } from '../ui/empty';
import { Forbidden } from '../ui/forbidden';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ListPager } from '../ui/list-pager';
import { readCursors } from '../ui/paged-log';
import { Rows } from '../ui/rows';
import { SearchBox } from '../ui/search-box';
import { Split } from '../ui/split';
import { countStates, groupRows } from './group-rows';
import { GroupsStore } from './groups-store';
import { HostsLine } from './hosts-line';
import { HostsStore } from './hosts-store';
import { MetricsStore } from './metrics-store';
import { NoSparkplugYet } from './no-sparkplug-yet';
import { NodeDetail } from './node-detail';
import { NodeStore } from './node-store';
import { NodesStore } from './nodes-store';
import { Rebirths } from './rebirths';
import { SparkplugNews } from './sparkplug-news';
import { OTHER_METRICS, OTHER_NODE, readMetricsView, readState } from './sparkplug-view';
import type { SparkplugChange } from './sparkplug-view';
import { StateMark } from './state-mark';
import { STATE_WORDS } from './state-words';

/** Devices of the chosen node that are listed below it; all of them are beside the list. */
const MOST_DEVICES = 20;

/** The Sparkplug nodes in their groups, and one of them beside the list. */
@Component({
  selector: 'mcm-sparkplug-page',
  imports: [
    Age,
    Empty,
    Forbidden,
    HostsLine,
    Icon,
    ListBody,
    ListPager,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatIconButton,
    MatOption,
    MatSelect,
    MatTooltip,
    NoSparkplugYet,
    NodeDetail,
    RouterLink,
    Rows,
    SearchBox,
    Split,
    StateMark,
  ],
  providers: [
    GroupsStore,
    HostsStore,
    MessageFrames,
    MetricsStore,
    NodeStore,
    NodesStore,
    Pause,
    PinnedPlots,
    Rebirths,
    SparkplugNews,
  ],
  templateUrl: './sparkplug-page.html',
  styleUrls: ['../ui/rows.scss', './sparkplug-page.scss'],
})
export class SparkplugPage {
  readonly #router = inject(Router);
  readonly #chosen = inject(NodeStore);
  protected readonly store = inject(NodesStore);

  /** From the address: which nodes are listed, which is chosen, and what of it is looked at. */
  readonly id = input<string>();
  readonly search = input<string>();
  readonly group = input<string>();
  readonly state = input<string>();
  readonly cursor = input<string | readonly string[]>();
  readonly device = input<string>();
  readonly metric = input<string>();
  readonly page = input<string | readonly string[]>();
  readonly open = input<string>();
  readonly plot = input<string | readonly string[]>();
  readonly range = input<string>();

  protected readonly noun = ['node', 'nodes'] as const;
  protected readonly format = { count, counted };
  protected readonly states = SPARKPLUG_STATE;
  protected readonly words = STATE_WORDS;
  protected readonly otherNode = OTHER_NODE;
  protected readonly cursors = computed(() => readCursors(this.cursor()));
  protected readonly only = computed(() => readState(this.state()));
  protected readonly view = computed(() =>
    readMetricsView({
      ...{ device: this.device(), metric: this.metric(), page: this.page() },
      ...{ open: this.open(), plot: this.plot(), range: this.range() },
    }),
  );
  protected readonly filtered = computed(
    () => Boolean(this.search()) || Boolean(this.group()) || this.only() !== undefined,
  );
  protected readonly groups = inject(GroupsStore).groups;
  protected readonly counts = computed(() => countStates(this.groups(), this.group()));
  protected readonly rows = computed(() =>
    groupRows(this.store.list.page()?.entries ?? [], this.groups()),
  );
  /** The devices of the chosen node, below it. */
  protected readonly devices = computed(() => {
    const list = this.#chosen.latest()?.deviceList ?? [];
    return { shown: list.slice(0, MOST_DEVICES), more: Math.max(0, list.length - MOST_DEVICES) };
  });

  constructor() {
    effect(() => {
      const [search, group, cursor] = [this.search() ?? '', this.group(), this.cursors().at(-1)];
      this.store.query.set({ search, group: group || undefined, state: this.only(), cursor });
    });
    effect(() => this.#chosen.id.set(this.id()));
    const metrics = inject(MetricsStore);
    effect(() => {
      const [id, { device, search, cursors }] = [this.id(), this.view()];
      const cursor = cursors.at(-1);
      metrics.query.set(id === undefined ? undefined : { id, device, search, cursor });
    });
    const plots = inject(PinnedPlots);
    effect(() => {
      if (this.id() === undefined) plots.pins.set([]);
    });
  }

  protected toDevice(device: string): SparkplugChange {
    return { ...OTHER_METRICS, device };
  }

  /** Other nodes are listed, from the first page on. */
  protected show(change: SparkplugChange): void {
    this.go({ ...change, cursor: null }, true);
  }

  protected turn(cursors: readonly string[]): void {
    this.go({ cursor: cursors.length === 0 ? null : cursors });
  }

  protected reload(): void {
    this.#chosen.reload();
  }

  protected go(queryParams: SparkplugChange, replaceUrl = false): void {
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}
