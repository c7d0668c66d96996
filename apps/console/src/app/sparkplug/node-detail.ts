import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { Age } from '../ui/age';
import { DetailSheet } from '../ui/detail-sheet';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { DevicesTable } from './devices-table';
import { healthOf } from './health';
import { HealthList } from './health-list';
import { MetricsPanel } from './metrics-panel';
import { MetricPlots } from './metric-plots';
import { NodeStore } from './node-store';
import { NodeTimeline } from './node-timeline';
import { RebirthNote } from './rebirth-note';
import { Rebirths } from './rebirths';
import type { MetricsView, SparkplugChange } from './sparkplug-view';
import { StateMark } from './state-mark';
import { STATE_WORDS } from './state-words';

/** One node: whether it is there, how it keeps to the specification, its devices and its metrics. */
@Component({
  selector: 'mcm-node-detail',
  imports: [
    Age,
    DetailSheet,
    DevicesTable,
    Empty,
    Failed,
    HealthList,
    Icon,
    MatButton,
    MatTooltip,
    MetricPlots,
    MetricsPanel,
    NodeTimeline,
    Note,
    RebirthNote,
    RouterLink,
    StateMark,
  ],
  templateUrl: './node-detail.html',
  styleUrls: ['../ui/facts.scss', './node-detail.scss'],
})
export class NodeDetail {
  protected readonly store = inject(NodeStore);
  protected readonly rebirths = inject(Rebirths);
  readonly view = input.required<MetricsView>();
  readonly changed = output<SparkplugChange>();

  protected readonly format = { count, counted };
  protected readonly words = STATE_WORDS;
  protected readonly health = computed(() => {
    const node = this.store.latest();
    return node === undefined ? [] : healthOf(node);
  });
  /** Of the device whose metrics are shown, or of the node. */
  protected readonly sourceState = computed(() => {
    const node = this.store.latest();
    const { device } = this.view();
    if (device === undefined) return node?.state ?? 'unknown';
    return node?.deviceList.find((one) => one.device === device)?.state ?? 'unknown';
  });
}
