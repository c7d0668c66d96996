import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { Router } from '@angular/router';
import type { Traffic } from '../api/models';
import type { PlotData } from '../plot/plot-data';
import { Failed } from '../ui/failed';
import { exactly, rate, size, tick } from '../ui/formats';
import { Note } from '../ui/note';
import { historyData } from './history-data';
import { plotData } from './plot-data';
import { LIVE, type Range, rangeOf, RANGES } from './ranges';
import { RatePlot } from './rate-plot';
import { trafficHistory } from './traffic-history';

/** What the two plots show. */
interface Picture {
  readonly range: Range;
  readonly messages: PlotData;
  readonly payload: PlotData;
}

/** Messages and their payload over one range, which is in the address. */
@Component({
  selector: 'mcm-traffic-plots',
  imports: [Failed, MatButton, MatButtonToggle, MatButtonToggleGroup, Note, RatePlot],
  templateUrl: './traffic-plots.html',
  styleUrl: './traffic-plots.scss',
})
export class TrafficPlots {
  /** Of the last quarter of an hour. */
  readonly traffic = input.required<Traffic | undefined>();
  /** The key of the range, from the address. */
  readonly rangeKey = input.required<string | undefined>();

  readonly #router = inject(Router);
  protected readonly range = computed(() => rangeOf(this.rangeKey()));
  protected readonly history = trafficHistory(this.range);
  protected readonly ranges = RANGES;
  protected readonly format = { exactly, tick, size };

  /** Why there is nothing true to see, or nothing new. */
  protected readonly failure = computed(() =>
    this.range() === LIVE ? undefined : this.history.failure(),
  );
  /** When the picture of this range was read, unless there is none. */
  protected readonly readAt = computed(() => {
    const latest = this.history.latest();
    return latest?.range === this.range() ? latest.at : undefined;
  });
  /** Until the picture of another range is there, that of the last one stays. */
  protected readonly picture = linkedSignal<Picture | undefined, Picture | undefined>({
    source: () => this.#picture(),
    computation: (picture, previous) => picture ?? previous?.value,
  }).asReadonly();
  protected readonly isOutdated = computed(() => this.picture()?.range !== this.range());

  protected readonly perSecond = (value: number) => `${rate(value)}/s`;
  protected readonly sizePerSecond = (value: number) => `${size(value)}/s`;

  protected choose({ key }: Range): void {
    void this.#router.navigate([], {
      queryParams: { range: key === LIVE.key ? null : key },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  #picture(): Picture | undefined {
    const range = this.range();
    if (range === LIVE) {
      const traffic = this.traffic();
      return (
        traffic && {
          range,
          messages: plotData(traffic, ({ messages }) => messages),
          payload: plotData(traffic, ({ bytes }) => bytes),
        }
      );
    }
    const history = this.history.latest();
    if (history?.range !== range) return undefined;
    return {
      range,
      messages: historyData(history, ({ messages }) => messages),
      payload: historyData(history, ({ payloadBytes }) => payloadBytes),
    };
  }
}
