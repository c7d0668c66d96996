import { Component, computed, input, signal } from '@angular/core';
import { LinePlot } from '../plot/line-plot';
import type { PlotData } from '../plot/plot-data';
import { fromNought, type PlotAxis } from '../plot/plot-options';
import { clockTime, shortTime } from '../ui/formats';

/** A rate over the last quarter of an hour; the value under the pointer, or the arrow keys, in words. */
@Component({
  selector: 'mcm-rate-plot',
  imports: [LinePlot],
  template: `
    <header class="panel-head">
      <h2>{{ heading() }}</h2>
      <span class="t3 caption said" aria-live="off">{{ said() }}</span>
    </header>
    <mcm-line-plot [data]="data()" [axis]="axis()" [summary]="summary()" [(pointed)]="pointed" />
  `,
  styles: `
    :host {
      display: block;
    }
    .said {
      margin-left: auto;
      white-space: nowrap;
    }
    mcm-line-plot {
      padding: 8px 8px 4px 0;
    }
  `,
  host: { class: 'panel' },
})
export class RatePlot {
  readonly heading = input.required<string>();
  readonly data = input.required<PlotData>();
  /** The value with its unit. */
  readonly format = input.required<(value: number) => string>();
  /** The value as an axis has it. */
  readonly tick = input.required<(value: number) => string>();
  /** The least the value's axis reaches to. */
  readonly least = input.required<number>();

  protected readonly pointed = signal<number | null>(null);
  protected readonly axis = computed((): PlotAxis => ({
    range: fromNought(this.least()),
    tick: this.tick(),
  }));

  protected readonly said = computed(() => {
    const index = this.pointed();
    const { xs, ys, gaps } = this.data();
    const x = index === null ? undefined : xs[index];
    if (index !== null && x !== undefined) {
      const value = ys[index] ?? null;
      return `${clockTime(x * 1_000)} · ${value === null ? 'not observed' : this.format()(value)}`;
    }
    const gap = gaps.at(-1);
    return gap === undefined
      ? 'last 15 min, every 10 s'
      : `${shortTime(gap.from * 1_000)}–${shortTime(gap.to * 1_000)} not observed`;
  });

  protected readonly summary = computed(() => {
    const values = this.data().ys.filter((value) => value !== null);
    const last = values.at(-1);
    if (last === undefined) return `${this.heading()}: nothing was observed yet.`;
    const format = this.format();
    const range = `least ${format(Math.min(...values))}, most ${format(Math.max(...values))}`;
    return `${this.heading()} over 15 minutes: now ${format(last)}, ${range}. Arrow keys read single values.`;
  });
}
