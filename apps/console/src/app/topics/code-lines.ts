import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollViewport,
} from '@angular/cdk/scrolling';
import { Component, computed, input } from '@angular/core';
import type { Line } from './json-text';

const LINE_PX = 20;
const TALLEST_PX = 640;

/** Numbered lines of code; only those on the screen exist. */
@Component({
  selector: 'mcm-code-lines',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport],
  template: `
    <cdk-virtual-scroll-viewport
      [itemSize]="20"
      [minBufferPx]="400"
      [maxBufferPx]="800"
      [style.height.px]="height()"
      tabindex="0"
      role="region"
      [attr.aria-label]="label()"
    >
      <div class="line" *cdkVirtualFor="let line of lines(); let index = index">
        @if (numbered()) {
          <span class="count" aria-hidden="true">{{ index + 1 }}</span>
        }
        <code>
          @for (token of line; track $index) {
            <span [class]="token.kind">{{ token.text }}</span>
          }
        </code>
      </div>
    </cdk-virtual-scroll-viewport>
  `,
  styleUrl: './code-lines.scss',
})
export class CodeLines {
  readonly lines = input.required<readonly Line[]>();
  readonly label = input.required<string>();
  readonly numbered = input(true);
  /** As tall as the lines, until it scrolls; a little more, for the sideways bar. */
  protected readonly height = computed(() =>
    Math.min(TALLEST_PX, Math.max(1, this.lines().length) * LINE_PX + 14),
  );
}
