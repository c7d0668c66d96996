import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import type { SparkplugMetric, SparkplugNodeDetail, SparkplugState } from '../api/models';
import { MOST_PINS } from '../topics/pins';
import { Age } from '../ui/age';
import { Empty } from '../ui/empty';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ListPager } from '../ui/list-pager';
import { SearchBox } from '../ui/search-box';
import { metricWords } from './metric-words';
import { MetricsStore } from './metrics-store';
import { OpenedMetric } from './opened-metric';
import {
  type MetricsView,
  OTHER_METRICS,
  type SparkplugChange,
  togglePlot,
} from './sparkplug-view';

const FULL = `${MOST_PINS} plots are the most; take one away first`;

/** The metrics of a node or of one of its devices; each can be opened, and a number plotted. */
@Component({
  selector: 'mcm-metrics-panel',
  imports: [
    Age,
    Empty,
    Icon,
    ListBody,
    ListPager,
    MatButton,
    MatIconButton,
    MatTooltip,
    OpenedMetric,
    SearchBox,
  ],
  templateUrl: './metrics-panel.html',
  styleUrls: ['../ui/table.scss', './metrics-panel.scss'],
})
export class MetricsPanel {
  protected readonly store = inject(MetricsStore);
  readonly node = input.required<SparkplugNodeDetail>();
  /** Of the device, or of the node itself. */
  readonly state = input.required<SparkplugState>();
  readonly view = input.required<MetricsView>();
  readonly changed = output<SparkplugChange>();

  protected readonly noun = ['metric', 'metrics'] as const;
  protected readonly toNode = { ...OTHER_METRICS, device: null };
  protected readonly rows = computed(() => {
    const { open, plots } = this.view();
    return (this.store.list.page()?.entries ?? []).map((metric) => {
      const isPlotted = plots.includes(metric.name);
      return {
        metric,
        words: metricWords(metric, this.state()),
        isOpen: metric.name === open,
        isPlotted,
        full: !isPlotted && plots.length >= MOST_PINS ? FULL : undefined,
      };
    });
  });

  protected search(text: string): void {
    this.changed.emit({ metric: text === '' ? null : text, page: null });
  }

  protected turn(cursors: readonly string[]): void {
    this.changed.emit({ page: cursors.length === 0 ? null : cursors });
  }

  protected toggle({ name }: SparkplugMetric): void {
    this.changed.emit({ open: this.view().open === name ? null : name });
  }

  protected plot({ name }: SparkplugMetric): void {
    this.changed.emit({ plot: togglePlot(this.view().plots, name) });
  }
}
