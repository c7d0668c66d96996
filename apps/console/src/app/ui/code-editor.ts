import {
  afterRenderEffect,
  Component,
  computed,
  type ElementRef,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { LineMark, LineTarget } from './code-rows';

/** As in the styles: a line, and the space above the first. */
const LINE_PX = 20;
const PAD_PX = 8;
/** Marks further away than this from what is in sight are not drawn. */
const AROUND_PX = 400;

/** Text with numbered lines to be written in; what is to be said of a line stands behind it. */
@Component({
  selector: 'mcm-code-editor',
  template: `
    <div class="gutter" aria-hidden="true">
      <pre [style.transform]="'translateY(' + -top() + 'px)'">{{ numbers() }}</pre>
    </div>
    <div class="field">
      <div class="under" aria-hidden="true" [style.transform]="shift()">
        @for (mark of marks(); track mark.line) {
          <div class="mark" [class]="mark.kind" [style.top.px]="mark.top">
            <span class="text">{{ mark.before }}</span><span class="tag">{{ mark.text }}</span>
          </div>
        }
      </div>
      <textarea
        #area
        class="mono"
        wrap="off"
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        [attr.aria-label]="label()"
        [attr.aria-describedby]="describedBy()"
        [attr.placeholder]="placeholder()"
        [value]="text()"
        (input)="textChange.emit(area.value)"
        (scroll)="scrolled(area)"
      ></textarea>
    </div>
  `,
  styleUrl: './code-editor.scss',
})
export class CodeEditor {
  readonly text = input.required<string>();
  readonly textChange = output<string>();
  readonly label = input.required<string>();
  readonly placeholder = input('');
  readonly describedBy = input<string>();
  /** What is said of a line, by its number. */
  readonly notes = input.required<ReadonlyMap<number, LineMark>>();
  /** A line to bring into sight and to write in. */
  readonly target = input<LineTarget>();

  private readonly area = viewChild.required<ElementRef<HTMLTextAreaElement>>('area');
  protected readonly top = signal(0);
  readonly #left = signal(0);
  readonly #height = signal(600);
  protected readonly shift = computed(() => `translate(${-this.#left()}px, ${-this.top()}px)`);
  readonly #lines = computed(() => this.text().split('\n'));
  protected readonly numbers = computed(() =>
    Array.from({ length: this.#lines().length }, (_, at) => at + 1).join('\n'),
  );
  protected readonly marks = computed(() => {
    const [lines, top, height] = [this.#lines(), this.top(), this.#height()];
    return [...this.notes()]
      .map(([line, mark]) => ({ ...mark, line, top: PAD_PX + (line - 1) * LINE_PX }))
      .filter((mark) => mark.top > top - AROUND_PX && mark.top < top + height + AROUND_PX)
      .map((mark) => ({ ...mark, before: lines[mark.line - 1] ?? '' }));
  });

  constructor() {
    afterRenderEffect(() => {
      const line = this.target()?.line;
      if (line !== undefined) untracked(() => this.#goTo(line));
    });
  }

  protected scrolled({ scrollTop, scrollLeft, clientHeight }: HTMLTextAreaElement): void {
    this.top.set(scrollTop);
    this.#left.set(scrollLeft);
    this.#height.set(clientHeight);
  }

  #goTo(line: number): void {
    const area = this.area().nativeElement;
    const lines = this.#lines();
    const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.scrollTop = Math.max(0, (line - 1) * LINE_PX - area.clientHeight / 3);
    area.scrollIntoView({ block: 'nearest' });
  }
}
