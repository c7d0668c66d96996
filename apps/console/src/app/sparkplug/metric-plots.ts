import { Component, computed, effect, inject, input, output } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { SparkplugNodeDetail } from '../api/models';
import { FieldPlot } from '../topics/field-plot';
import { PinnedPlots } from '../topics/pinned-plots';
import type { Pin } from '../topics/pins';
import { PLOT_RANGES, RANGE_WORDS } from '../topics/plot-range';
import { PlotTopics } from './plot-topics';
import { type MetricsView, type SparkplugChange, togglePlot } from './sparkplug-view';

/** The metrics that are plotted, side by side over one range. */
@Component({
  selector: 'mcm-metric-plots',
  imports: [FieldPlot, MatButtonToggle, MatButtonToggleGroup],
  providers: [PlotTopics],
  template: `
    @if (view().plots.length > 0) {
      <header>
        <h2>Plots</h2>
        <mat-button-toggle-group
          aria-label="How far back"
          hideSingleSelectionIndicator
          [value]="view().range"
          (change)="changed.emit({ range: $event.value })"
        >
          @for (range of ranges; track range) {
            <mat-button-toggle [value]="range">{{ words[range] }}</mat-button-toggle>
          }
        </mat-button-toggle-group>
      </header>
      <div class="plots">
        @for (plot of plots(); track plot.name) {
          @if (plot.pin; as pin) {
            <mcm-field-plot
              [pin]="pin"
              [range]="view().range"
              [openId]="pin.id"
              (unpin)="unpin(plot.name)"
            />
          } @else {
            <p class="panel t2" role="status">Looking for the values of {{ plot.name }} …</p>
          }
        }
      </div>
    }
  `,
  styles: `
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 8px;
      margin: 20px 0 8px;
    }
    h2 {
      font: var(--mcm-title);
    }
    mat-button-toggle-group {
      --mat-button-toggle-height: 28px;
      --mat-button-toggle-background-color: var(--mcm-surface);
      margin-left: auto;
    }
    .plots {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
      gap: 12px 16px;
    }
    .plots p {
      padding: 12px 16px;
    }
    @media (max-width: 799px) {
      mat-button-toggle-group {
        --mat-button-toggle-height: 40px;
      }
    }
  `,
})
export class MetricPlots {
  readonly #pinned = inject(PinnedPlots);
  readonly #topics = inject(PlotTopics);
  readonly node = input.required<SparkplugNodeDetail>();
  readonly view = input.required<MetricsView>();
  readonly changed = output<SparkplugChange>();

  protected readonly ranges = PLOT_RANGES;
  protected readonly words = RANGE_WORDS;
  protected readonly plots = computed(() =>
    this.view().plots.map((name) => ({ name, pin: this.#pinOf(name) })),
  );

  constructor() {
    effect(() => {
      const { group, node } = this.node();
      const { device, plots } = this.view();
      const source = { group, node, ...(device !== undefined && { device }) };
      this.#topics.source.set(plots.length === 0 ? undefined : source);
    });
    effect(() => {
      const [ids, { plots }] = [this.#topics.ids(), this.view()];
      this.#pinned.pins.set(ids.flatMap((id) => plots.map((field) => ({ id, field }))));
    });
  }

  protected unpin(name: string): void {
    this.changed.emit({ plot: togglePlot(this.view().plots, name) });
  }

  /** Where its values come: with data, or, if they never did, with births. */
  #pinOf(field: string): Pin | undefined {
    const pins = this.#topics.ids().map((id) => ({ id, field }));
    return pins.find((pin) => (this.#pinned.points(pin)?.at.length ?? 0) > 0) ?? pins[0];
  }
}
