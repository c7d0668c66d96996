import {
  afterNextRender,
  Component,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  input,
  model,
  viewChild,
} from '@angular/core';
import uPlot from 'uplot';
import { Theme } from '../shell/theme';
import type { PlotData } from './plot-data';
import { type PlotAxis, plotOptions, readPalette } from './plot-options';

/** One line over time; the pointer, or the arrow keys, point at single values. */
@Component({
  selector: 'mcm-line-plot',
  template: `
    <div
      #stage
      class="stage"
      role="img"
      tabindex="0"
      [style.height.px]="height()"
      [attr.aria-label]="summary()"
      (keydown.arrowLeft)="step($event, -1)"
      (keydown.arrowRight)="step($event, 1)"
      (blur)="point(null)"
    ></div>
  `,
  styleUrl: './line-plot.scss',
})
export class LinePlot {
  readonly data = input.required<PlotData>();
  /** Stays as it is at first. */
  readonly axis = input.required<PlotAxis>();
  /** What the plot shows, in words. */
  readonly summary = input.required<string>();
  readonly height = input(132);
  /** The index of the value that is pointed at. */
  readonly pointed = model<number | null>(null);

  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');
  readonly #theme = inject(Theme);
  readonly #destroy = inject(DestroyRef);
  #plot: uPlot | undefined;

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
    const index = this.pointed();
    this.point(index === null ? last : Math.max(0, Math.min(last, index + by)));
  }

  protected point(index: number | null): void {
    const x = index === null ? undefined : this.data().xs[index];
    const left = x === undefined ? -10 : (this.#plot?.valToPos(x, 'x') ?? -10);
    this.#plot?.setCursor({ left, top: x === undefined ? -10 : 10 });
    this.pointed.set(index);
  }

  #draw(): void {
    const stage = this.stage().nativeElement;
    const { xs, ys } = this.data();
    const height = this.height();
    const options = plotOptions({
      width: stage.clientWidth,
      height,
      palette: () => readPalette(stage),
      data: () => this.data(),
      axis: this.axis(),
      pointed: (index) => this.pointed.set(index),
    });
    const plot = new uPlot(options, [[...xs], [...ys]], stage);
    this.#plot = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: stage.clientWidth, height }));
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
