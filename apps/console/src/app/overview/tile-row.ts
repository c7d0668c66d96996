import { Component, inject, input } from '@angular/core';
import { MatTooltip } from '@angular/material/tooltip';
import { Clock } from '../ui/clock';
import { ago, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { Tile } from './tiles';

/** Figures side by side; each says on hover and focus where it comes from and how old it is. */
@Component({
  selector: 'mcm-tile-row',
  imports: [Icon, MatTooltip],
  template: `
    @for (tile of tiles(); track tile.label) {
      <div
        class="tile"
        role="group"
        tabindex="0"
        [attr.aria-label]="tile.label + ' ' + tile.value + ' ' + tile.unit"
        [matTooltip]="told(tile)"
      >
        <div class="label">
          {{ tile.label }}
          @if (tile.attention) {
            <mcm-icon class="small warning" name="warning" />
          }
        </div>
        <div class="figure">
          {{ tile.value }}<small>{{ tile.unit }}</small>
        </div>
        <div class="caption t2">{{ tile.second }}</div>
      </div>
    } @empty {
      @for (place of places(); track place) {
        <div class="tile" aria-hidden="true">
          <span class="skeleton short"></span><span class="skeleton big"></span
          ><span class="skeleton"></span>
        </div>
      }
    }
  `,
  styleUrl: './tile-row.scss',
  host: { class: 'panel' },
})
export class TileRow {
  readonly tiles = input.required<readonly Tile[]>();
  /** One per figure to come. */
  readonly places = input.required<readonly number[]>();
  readonly #now = inject(Clock).now;

  protected told({ source, at }: Tile): string {
    return at === undefined ? `${source}.` : `${source}.\n${ago(at, this.#now())}, ${exactly(at)}`;
  }
}
