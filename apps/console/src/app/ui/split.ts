import {
  afterRenderEffect,
  booleanAttribute,
  Component,
  type ElementRef,
  inject,
  input,
  untracked,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';

/**
 * A list, and beside it what was chosen in it; under 800 px one after the other. What is chosen stands in the
 * address; Escape leaves it, and the focus goes back to the row it came from.
 */
@Component({
  selector: 'mcm-split',
  template: `
    <section #list class="list" [attr.aria-label]="label()"><ng-content /></section>
    @if (chosen() !== undefined) {
      <aside #sheet class="sheet" [attr.aria-label]="sheetLabel()">
        <ng-content select="[sheet]" />
      </aside>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      height: 100%;
      min-height: 0;
    }
    :host(.detailed) {
      grid-template-columns: minmax(0, 1fr) minmax(320px, min(var(--mcm-sheet), 46%));
    }
    :host(.detailed.roomy) {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    }
    .list {
      display: flex;
      flex-direction: column;
      min-height: 0;
      background: var(--mcm-surface);
      container: list / inline-size;
    }
    .sheet {
      overflow: auto;
      background: var(--mcm-canvas);
      border-left: 1px solid var(--mcm-line);
    }
    @media (max-width: 799px) {
      :host(.detailed),
      :host(.detailed.roomy) {
        grid-template-columns: minmax(0, 1fr);
      }
      :host(.detailed) .list {
        display: none;
      }
      .sheet {
        border-left: 0;
      }
    }
  `,
  host: {
    '[class.detailed]': 'chosen() !== undefined',
    '[class.roomy]': 'roomy()',
    '(keydown.escape)': 'leave($event)',
  },
})
export class Split {
  readonly label = input.required<string>();
  readonly sheetLabel = input.required<string>();
  /** The id of what was chosen, as its row's link names it (`data-row`). */
  readonly chosen = input.required<string | undefined>();
  /** Where one is with nothing chosen. */
  readonly home = input.required<string>();
  /** Whether what was chosen needs more room than the list. */
  readonly roomy = input(false, { transform: booleanAttribute });

  readonly #router = inject(Router);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  private readonly sheet = viewChild<ElementRef<HTMLElement>>('sheet');
  #before: string | undefined;

  constructor() {
    afterRenderEffect(() => {
      const chosen = this.chosen();
      untracked(() => this.#moveFocus(this.#before, chosen));
      this.#before = chosen;
    });
  }

  protected leave(event: Event): void {
    if (this.chosen() === undefined || event.defaultPrevented) return;
    event.preventDefault();
    void this.#router.navigate([this.home()], { queryParamsHandling: 'preserve' });
  }

  /** Only a focus that would be lost is moved: to the heading of a page of its own, or back to the row. */
  #moveFocus(before: string | undefined, chosen: string | undefined): void {
    const list = this.list().nativeElement;
    const { activeElement, body } = list.ownerDocument;
    if (chosen === before || (activeElement !== body && !list.contains(activeElement))) return;
    if (chosen !== undefined && list.offsetParent === null) {
      this.sheet()?.nativeElement.querySelector<HTMLElement>('h1')?.focus();
    } else if (chosen === undefined && before !== undefined) {
      list.querySelector<HTMLElement>(`a[data-row="${CSS.escape(before)}"]`)?.focus();
    }
  }
}
