import { Component, computed, input, signal } from '@angular/core';
import { LinePlot } from '../plot/line-plot';
import type { PlotData } from '../plot/plot-data';
import { fromNought, type PlotAxis } from '../plot/plot-options';
import { gapWords } from './plot-data';
import { LIVE, type Range } from './ranges';

/** A rate over a range of time; the value under the pointer, or the arrow keys, in words. */
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
    h2,
    .said {
      white-space: nowrap;
    }
    .said {
      margin-left: auto;
    }
    @media (max-width: 479px) {
      header {
        flex-direction: column;
        gap: 0;
        align-items: flex-start;
      }
      .said {
        margin-left: 0;
      }
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
  readonly range = input.required<Range>();
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
    const data = this.data();
    const x = index === null ? undefined : data.xs[index];
    const { label, moment, span, step } = this.range();
    if (index !== null && x !== undefined) {
      const value = data.ys[index] ?? null;
      return `${moment(x * 1_000)} · ${value === null ? 'not observed' : this.#words(x, value)}`;
    }
    const gap = data.gaps.at(-1);
    return gap === undefined ? `last ${label}, every ${step}` : gapWords(data, gap, span);
  });

  protected readonly summary = computed(() => {
    const values = this.data().ys.filter((value) => value !== null);
    const last = values.at(-1);
    if (last === undefined) return `${this.heading()}: nothing was observed yet.`;
    const format = this.format();
    const range = `least ${format(Math.min(...values))}, most ${format(Math.max(...values))}`;
    const { label } = this.range();
    const latest = this.range() === LIVE ? 'now' : 'latest';
    return `${this.heading()} over ${label}: ${latest} ${format(last)}, ${range}. Arrow keys read single values.`;
  });

  #words(x: number, value: number): string {
    const isPart = this.data().gaps.some(({ from, to }) => x >= from && x < to);
    return isPart ? `${this.format()(value)}, observed in part` : this.format()(value);
  }
}
