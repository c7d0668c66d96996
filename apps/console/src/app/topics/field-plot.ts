import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { LinePlot } from '../plot/line-plot';
import { around, type PlotAxis } from '../plot/plot-options';
import { Clock } from '../ui/clock';
import { asMeant, clockTime } from '../ui/formats';
import { Icon } from '../ui/icon';
import { extremes, fieldPlot } from './field-points';
import { gapWords } from './history-list';
import { Pause } from './pause';
import { PinnedPlots } from './pinned-plots';
import { fieldWords, type Pin } from './pins';
import { type PlotRange, RANGE_SECONDS, RANGE_WORDS } from './plot-range';

const digits = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 12 });
const exact = { format: (value: number) => digits.format(asMeant(value)) };

const AXIS: PlotAxis = { range: around, tick: tickWords, space: 20 };

/** One number of a topic over time. */
@Component({
  selector: 'mcm-field-plot',
  imports: [Icon, LinePlot, MatIconButton, MatTooltip],
  template: `
    <header>
      <span class="key" aria-hidden="true"></span>
      <h3 class="mono" [title]="name()">
        @if (topicName(); as topic) {
          <span class="cut topic">{{ topic }}</span><span class="dot"> · </span>
        }
        <span class="cut field">{{ field() }}</span>
      </h3>
      <span class="grow"></span>
      <span class="said" aria-live="off">
        <b>{{ said().value }}</b>
        <span class="caption t3">{{ said().beside }}</span>
      </span>
      <button
        matIconButton
        type="button"
        [attr.aria-label]="'Take ' + name() + ' from the plots'"
        matTooltip="Take it from the plots"
        (click)="unpin.emit()"
      >
        <mcm-icon class="small" name="close" />
      </button>
    </header>
    @if (plots.points(pin()) === undefined) {
      @if (plots.failure(pin().id); as failure) {
        <p class="note" role="alert">
          <mcm-icon class="small fault" name="fault" />{{
            failure.status === 404 ? 'MCM does not hold this topic' : failure.title
          }}.
          <button type="button" class="link" (click)="plots.ask(pin().id)">Try again</button>
        </p>
      } @else {
        <p class="note" role="status">
          <span class="skeleton"></span>
          <span class="cdk-visually-hidden">Loading the plot</span>
        </p>
      }
    } @else {
      <mcm-line-plot
        [data]="data()"
        [axis]="axis"
        [height]="128"
        [summary]="summary()"
        [(pointed)]="pointed"
      />
      @if (isEmpty()) {
        <p class="none t3">No value in the last {{ rangeWords() }}</p>
      }
    }
  `,
  styleUrl: './field-plot.scss',
  host: { class: 'panel' },
})
export class FieldPlot {
  protected readonly plots = inject(PinnedPlots);
  readonly #clock = inject(Clock).now;
  readonly #pausedAt = inject(Pause).at;
  readonly pin = input.required<Pin>();
  readonly range = input.required<PlotRange>();
  /** The topic that is open beside it needs no name. */
  readonly openId = input<string>();
  readonly unpin = output();

  protected readonly axis = AXIS;
  protected readonly pointed = signal<number | null>(null);
  readonly #topic = computed(() => this.plots.topic(this.pin().id));
  protected readonly field = computed(() => fieldWords(this.pin().field));
  protected readonly topicName = computed(() =>
    this.pin().id === this.openId() ? undefined : this.#topic()?.topic,
  );
  protected readonly name = computed(() =>
    [this.topicName() ?? '', this.field()].filter((part) => part !== '').join(' · '),
  );
  protected readonly rangeWords = computed(() => RANGE_WORDS[this.range()]);
  protected readonly data = computed(() => {
    const points = this.plots.points(this.pin()) ?? { at: [], values: [] };
    const now = this.#pausedAt() ?? this.#clock();
    return fieldPlot(points, {
      // The last message may be a little ahead of a clock that ticks once a second.
      now: this.#pausedAt() === undefined ? Math.max(now, points.at.at(-1) ?? 0) : now,
      seconds: RANGE_SECONDS[this.range()],
      gaps: this.#topic()?.gaps ?? [],
      forgotten: this.#topic()?.forgotten ?? false,
    });
  });
  readonly #extremes = computed(() => extremes(this.data()));
  protected readonly isEmpty = computed(() => this.#extremes() === undefined);
  protected readonly said = computed(() => {
    const index = this.pointed();
    const { xs, ys } = this.data();
    const x = index === null ? undefined : xs[index];
    if (index !== null && x !== undefined) {
      const value = ys[index] ?? null;
      return { value: value === null ? '–' : exact.format(value), beside: clockTime(x * 1_000) };
    }
    const found = this.#extremes();
    if (found === undefined) return { value: '', beside: '' };
    const [least, most] = [exact.format(found.least), exact.format(found.most)];
    return { value: exact.format(found.last), beside: `min ${least} · max ${most}` };
  });
  protected readonly summary = computed(() => {
    const found = this.#extremes();
    const what = `${this.name()} over ${this.rangeWords()}`;
    if (found === undefined) return `${what}: no value.`;
    const gaps = this.#topic()?.gaps ?? [];
    const gap = gaps[0] === undefined ? '' : ` Gap: ${gapWords(gaps[0], this.#clock()).text}.`;
    const [last, least, most] = [found.last, found.least, found.most].map((n) => exact.format(n));
    return `${what}: now ${last}, least ${least}, most ${most}.${gap} Arrow keys read single values.`;
  });
}

/** As many decimals as tell two ticks apart. */
function tickWords(value: number, step: number): string {
  const decimals = step > 0 ? Math.min(12, Math.max(0, Math.ceil(-Math.log10(step)))) : 0;
  return value.toLocaleString(undefined, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
