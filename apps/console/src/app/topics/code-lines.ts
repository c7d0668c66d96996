import { MediaMatcher } from '@angular/cdk/layout';
import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollViewport,
} from '@angular/cdk/scrolling';
import { Component, computed, ElementRef, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../ui/icon';
import type { Line } from './json-text';
import { fieldWords, isPlottable } from './pins';

const LINE_PX = 20;
const LINE_TOUCH_PX = 24;
const TALLEST_PX = 640;

/** Which numbers are plotted. */
export interface Plotting {
  /** The fields of this topic that are. */
  readonly fields: ReadonlySet<string>;
  /** Why no more can be. */
  readonly full?: string;
}

/** Numbered lines of code; only those on the screen exist. A number in them can be plotted. */
@Component({
  selector: 'mcm-code-lines',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, Icon, MatButton],
  template: `
    <cdk-virtual-scroll-viewport
      [itemSize]="linePx"
      [minBufferPx]="400"
      [maxBufferPx]="800"
      [style.height.px]="height()"
      tabindex="0"
      role="region"
      [attr.aria-label]="label()"
    >
      <div
        class="line"
        *cdkVirtualFor="let line of lines(); let index = index; trackBy: byPlace"
        [style.height.px]="linePx"
        [class.numeric]="canPlot(line)"
      >
        @if (numbered()) {
          <span class="count" aria-hidden="true">{{ index + 1 }}</span>
        }
        <code>
          @for (token of line.tokens; track $index) {
            <span [class]="token.kind">{{ token.text }}</span>
          }
        </code>
        @if (plotting(); as plotting) {
          @if (canPlot(line) && line.path !== undefined) {
            <!-- One stop for Tab, arrow keys between them: a payload may have a hundred numbers. -->
            <button
              matButton="outlined"
              type="button"
              class="plot"
              [class.on]="plotting.fields.has(line.path)"
              [attr.data-line]="index"
              [tabindex]="index === stop() ? 0 : -1"
              [attr.aria-label]="
                (plotting.fields.has(line.path) ? 'Plotted: ' : 'Plot ') + words(line.path)
              "
              [disabled]="plotting.full !== undefined && !plotting.fields.has(line.path)"
              disabledInteractive
              [title]="plotting.full ?? ''"
              (focus)="at.set(index)"
              (keydown.arrowDown)="walk($event, 1)"
              (keydown.arrowUp)="walk($event, -1)"
              (click)="toggle(line.path)"
            >
              <mcm-icon class="small" name="plot" />{{
                plotting.fields.has(line.path) ? 'Plotted' : 'Plot'
              }}
            </button>
          }
        }
      </div>
    </cdk-virtual-scroll-viewport>
  `,
  styleUrl: './code-lines.scss',
})
export class CodeLines {
  readonly lines = input.required<readonly Line[]>();
  readonly label = input.required<string>();
  readonly numbered = input(true);
  /** Absent where nothing can be plotted. */
  readonly plotting = input<Plotting>();
  /** Puts a field on a plot, or takes it from there. */
  readonly plot = output<string>();

  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly linePx = inject(MediaMatcher).matchMedia('(max-width: 799px)').matches
    ? LINE_TOUCH_PX
    : LINE_PX;
  /** As tall as the lines, until it scrolls; a little more, for the sideways bar. */
  protected readonly height = computed(() =>
    Math.min(TALLEST_PX, Math.max(1, this.lines().length) * this.linePx + 14),
  );
  protected readonly at = signal<number | undefined>(undefined);
  /** The line whose button Tab leads to. */
  protected readonly stop = computed(() => {
    const [at, lines] = [this.at(), this.lines()];
    const line = at === undefined ? undefined : lines[at];
    return line !== undefined && this.canPlot(line)
      ? at
      : lines.findIndex((candidate) => this.canPlot(candidate));
  });
  protected readonly words = fieldWords;

  protected canPlot({ numeric, path }: Line): boolean {
    return this.plotting() !== undefined && numeric && path !== undefined && isPlottable(path);
  }

  protected byPlace(index: number): number {
    return index;
  }

  protected toggle(path: string): void {
    const plotting = this.plotting();
    if (plotting?.full === undefined || plotting.fields.has(path)) this.plot.emit(path);
  }

  protected walk(event: Event, by: 1 | -1): void {
    event.preventDefault();
    const buttons = [...this.#host.querySelectorAll<HTMLElement>('button.plot')];
    buttons[buttons.indexOf(event.target as HTMLElement) + by]?.focus();
  }
}
