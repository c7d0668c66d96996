import { Component, computed, inject, input, output } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { FieldPlot } from './field-plot';
import { OpenTopic } from './open-topic';
import { type Pin, pinText, togglePin } from './pins';
import { PLOT_RANGES, RANGE_WORDS } from './plot-range';
import type { TopicsChange, TopicsView } from './topics-view';

/** The numbers that are pinned, of this topic and of others, side by side over one range. */
@Component({
  selector: 'mcm-plots-panel',
  imports: [FieldPlot, MatButtonToggle, MatButtonToggleGroup],
  template: `
    <header>
      <h2>Plots</h2>
      <span class="caption t3">{{ view().pins.length }} pinned</span>
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
      @for (pin of pins(); track pin.text) {
        <mcm-field-plot
          [pin]="pin.pin"
          [range]="view().range"
          [openId]="topic.id()"
          (unpin)="unpin(pin.pin)"
        />
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 8px;
      margin-bottom: 8px;
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
    @media (max-width: 799px) {
      mat-button-toggle-group {
        --mat-button-toggle-height: 40px;
      }
    }
  `,
})
export class PlotsPanel {
  protected readonly topic = inject(OpenTopic);
  readonly view = input.required<TopicsView>();
  readonly changed = output<TopicsChange>();
  protected readonly ranges = PLOT_RANGES;
  protected readonly words = RANGE_WORDS;
  protected readonly pins = computed(() =>
    this.view().pins.map((pin) => ({ pin, text: pinText(pin) })),
  );

  protected unpin(pin: Pin): void {
    const plot = togglePin(this.view().pins, pin);
    this.changed.emit({ plot: plot.length === 0 ? null : plot });
  }
}
