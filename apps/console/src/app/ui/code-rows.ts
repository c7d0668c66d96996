import { MediaMatcher } from '@angular/cdk/layout';
import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollViewport,
} from '@angular/cdk/scrolling';
import {
  afterRenderEffect,
  Component,
  computed,
  inject,
  input,
  output,
  untracked,
  viewChild,
} from '@angular/core';

/** A part of a line, by what it is to the reader. */
export interface CodeToken {
  readonly kind: 'key' | 'word' | 'comment' | 'topic' | 'plain';
  readonly text: string;
  /** Of a line that was changed: whether this is what changed in it. */
  readonly changed?: boolean;
}

/** What a line did about the question, or what is wrong with it. */
export interface LineMark {
  readonly kind: 'decides' | 'seen' | 'aside' | 'fault';
  readonly text: string;
}

export type LineChange = 'added' | 'removed';

/** A row: a line of a file, what stands for several that are folded, or a heading among them. */
export type CodeRow =
  | {
      readonly kind: 'line';
      /** Of the file, counted from 1. */
      readonly number: number;
      /** Asked for once it is on the screen. */
      readonly tokens: () => readonly CodeToken[];
      readonly mark?: LineMark;
      /** In a difference; a removed line has the number that it had before. */
      readonly change?: LineChange;
    }
  | { readonly kind: 'fold'; readonly from: number; readonly to: number; readonly text: string }
  | {
      readonly kind: 'head';
      readonly tokens: () => readonly CodeToken[];
      readonly mark?: LineMark;
    };

/** A line to go to; an object of its own each time, so that one can go there again. */
export interface LineTarget {
  readonly line: number;
}

const MARK_SIGNS = { decides: '▸', fault: '!', seen: '', aside: '' } as const;
const CHANGE_SIGNS = { added: '+', removed: '−' } as const;

const LINE_PX = 20;
const LINE_TOUCH_PX = 24;
const TALLEST_PX = 520;

/** Lines of a file, only those on the screen; the one that decides is brought into sight. */
@Component({
  selector: 'mcm-code-rows',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport],
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
        *cdkVirtualFor="let row of rows(); trackBy: byPlace"
        [class]="classOf(row)"
        [class.target]="row.kind === 'line' && row.number === target()?.line"
        [attr.data-line]="row.kind === 'line' ? row.number : null"
        [style.height.px]="linePx"
      >
        @if (row.kind === 'fold') {
          <button type="button" [attr.aria-label]="row.text + ': unfold'" (click)="open(row.from)">
            {{ row.text }}
          </button>
        } @else {
          @if (row.kind === 'line') {
            <span class="count">{{ row.number }}</span>
            <span class="sign" aria-hidden="true">{{ signOf(row) }}</span>
            @if (row.change; as change) {
              <span class="cdk-visually-hidden">{{ change }} </span>
            }
          }
          <code>
            @for (token of row.tokens(); track $index) {
              <span [class]="token.kind" [class.changed]="token.changed">{{ token.text }}</span>
            }
          </code>
          @if (row.mark; as mark) {
            <span class="tag" [class]="mark.kind">{{ mark.text }}</span>
          }
        }
      </div>
    </cdk-virtual-scroll-viewport>
  `,
  styleUrl: './code-rows.scss',
})
export class CodeRows {
  readonly rows = input.required<readonly CodeRow[]>();
  readonly label = input.required<string>();
  /** Where to go when it changes. */
  readonly target = input<LineTarget>();
  /** Opens the fold that begins with this line. */
  readonly unfold = output<number>();

  protected readonly linePx = inject(MediaMatcher).matchMedia('(max-width: 799px)').matches
    ? LINE_TOUCH_PX
    : LINE_PX;
  /** As tall as the lines, until it scrolls; a little more, for the sideways bar. */
  protected readonly height = computed(() =>
    Math.min(TALLEST_PX, Math.max(1, this.rows().length) * this.linePx + 14),
  );
  readonly #deciding = computed(() =>
    this.rows().findIndex((row) => row.kind !== 'fold' && row.mark?.kind === 'decides'),
  );
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);

  constructor() {
    afterRenderEffect(() => {
      const at = this.#deciding();
      untracked(() => this.#bring(at));
    });
    afterRenderEffect(() => {
      const line = this.target()?.line;
      if (line !== undefined) untracked(() => this.#goTo(line));
    });
  }

  protected classOf(row: CodeRow): string {
    if (row.kind === 'fold') return 'fold';
    const mark = row.mark?.kind ?? '';
    return row.kind === 'head' ? `head ${mark}` : `${mark} ${row.change ?? ''}`;
  }

  protected signOf({ change, mark }: Extract<CodeRow, { readonly kind: 'line' }>): string {
    return change === undefined ? MARK_SIGNS[mark?.kind ?? 'aside'] : CHANGE_SIGNS[change];
  }

  /** The fold goes, and the focus must not go with it. */
  protected open(from: number): void {
    this.viewport().elementRef.nativeElement.focus({ preventScroll: true });
    this.unfold.emit(from);
  }

  protected byPlace(_: number, row: CodeRow): unknown {
    if (row.kind === 'head') return row;
    return row.kind === 'line' ? `${row.change ?? ''}${row.number}` : -row.from;
  }

  #goTo(line: number): void {
    this.#bring(this.rows().findIndex((row) => row.kind === 'line' && row.number === line));
    const { nativeElement } = this.viewport().elementRef;
    nativeElement.focus({ preventScroll: true });
    nativeElement.scrollIntoView({ block: 'nearest' });
  }

  /** Scrolls the lines, not the page, and only when the row is out of sight. */
  #bring(at: number): void {
    const viewport = this.viewport();
    const [top, offset] = [at * this.linePx, viewport.measureScrollOffset('top')];
    if (at < 0 || (top >= offset && top + this.linePx <= offset + this.height())) return;
    viewport.scrollToOffset(Math.max(0, top - this.height() / 3));
  }
}
