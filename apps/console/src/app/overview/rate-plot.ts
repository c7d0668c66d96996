import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import uPlot from 'uplot';
import { Theme } from '../shell/theme';
import { clockTime, shortTime } from '../ui/formats';
import type { PlotData } from './plot-data';
import { plotOptions, readPalette } from './plot-options';

const HEIGHT = 132;

/** A rate over the last quarter of an hour; the value under the pointer, or the arrow keys, in words. */
@Component({
  selector: 'mcm-rate-plot',
  template: `
    <header class="panel-head">
      <h2>{{ heading() }}</h2>
      <span class="t3 caption said" aria-live="off">{{ said() }}</span>
    </header>
    <div
      #stage
      class="stage"
      role="img"
      tabindex="0"
      [attr.aria-label]="summary()"
      (keydown.arrowLeft)="step($event, -1)"
      (keydown.arrowRight)="step($event, 1)"
      (blur)="point(null)"
    ></div>
  `,
  styleUrl: './rate-plot.scss',
  host: { class: 'panel' },
})
export class RatePlot {
  readonly heading = input.required<string>();
  readonly data = input.required<PlotData>();
  /** The value with its unit. */
  readonly format = input.required<(value: number) => string>();
  /** The value as an axis has it. */
  readonly tick = input.required<(value: number) => string>();

  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');
  /** The least the value's axis reaches to. */
  readonly least = input.required<number>();

  readonly #theme = inject(Theme);
  readonly #destroy = inject(DestroyRef);
  readonly #pointed = signal<number | null>(null);
  #plot: uPlot | undefined;

  protected readonly said = computed(() => {
    const index = this.#pointed();
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

  constructor() {
    afterNextRender(() => this.#draw());
    effect(() => {
      const { xs, ys } = this.data();
      this.#plot?.setData([[...xs], [...ys]]);
    });
    effect(() => {
      this.#theme.chosen();
      // The style of the new theme is known once this turn is over.
      setTimeout(() => this.#plot?.redraw(false, true));
    });
    this.#destroy.onDestroy(() => this.#plot?.destroy());
  }

  protected step(event: Event, by: number): void {
    event.preventDefault();
    const last = this.data().xs.length - 1;
    const index = this.#pointed();
    this.point(index === null ? last : Math.max(0, Math.min(last, index + by)));
  }

  protected point(index: number | null): void {
    const x = index === null ? undefined : this.data().xs[index];
    const left = x === undefined ? -10 : (this.#plot?.valToPos(x, 'x') ?? -10);
    this.#plot?.setCursor({ left, top: x === undefined ? -10 : 10 });
    this.#pointed.set(index);
  }

  #draw(): void {
    const stage = this.stage().nativeElement;
    const { xs, ys } = this.data();
    const options = plotOptions({
      width: stage.clientWidth,
      height: HEIGHT,
      palette: () => readPalette(stage),
      data: () => this.data(),
      least: this.least(),
      tick: (value) => this.tick()(value),
      pointed: (index) => this.#pointed.set(index),
    });
    const plot = new uPlot(options, [[...xs], [...ys]], stage);
    this.#plot = plot;
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: stage.clientWidth, height: HEIGHT }),
    );
    observer.observe(stage);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const repaint = () => plot.redraw(false, true);
    scheme.addEventListener('change', repaint);
    this.#destroy.onDestroy(() => {
      observer.disconnect();
      scheme.removeEventListener('change', repaint);
    });
  }
}
