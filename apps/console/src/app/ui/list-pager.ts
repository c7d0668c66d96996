import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Clock } from './clock';
import { ago, count, counted, exactly } from './formats';
import { Icon } from './icon';
import type { PagedLog } from './paged-log';

/** Below a list: what this page of it is, and the ways to the others. */
@Component({
  selector: 'mcm-list-pager',
  imports: [Icon, MatButton, MatIconButton, MatTooltip],
  host: { '[class.newest-first]': 'isNewestFirst()' },
  template: `
    <span class="cut" role="status">{{ place() }}</span>
    @if (log().readAt(); as at) {
      <span class="t3 cut read" [title]="exactly(at)">read {{ ago(at, now()) }}</span>
    }
    <span class="grow"></span>
    @if (isNewestFirst()) {
      <button
        matIconButton
        type="button"
        aria-label="Read again"
        matTooltip="Read again"
        [attr.aria-busy]="log().asking()"
        (click)="log().reload()"
      >
        <mcm-icon name="refresh" />
      </button>
    }
    <button
      matButton
      type="button"
      [disabled]="cursors().length === 0"
      (click)="turned.emit(cursors().slice(0, -1))"
    >
      <mcm-icon class="small" name="left" />{{ isNewestFirst() ? 'Newer' : 'Back' }}
    </button>
    <button matButton type="button" [disabled]="next() === undefined" (click)="goOn()">
      {{ isNewestFirst() ? 'Older' : 'Next' }}<mcm-icon class="small" name="right" />
    </button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 44px;
      padding: 2px 12px 2px var(--mcm-gutter);
      border-top: 1px solid var(--mcm-line);
      color: var(--mcm-text-2);
    }
    .grow {
      flex: 1;
    }
    @container list (max-width: 519px) {
      .read {
        display: none;
      }
    }
    @container list (max-width: 599px) {
      :host(.newest-first) .read {
        display: none;
      }
    }
    @media (max-width: 799px) {
      :host(.newest-first) {
        padding-right: 4px;
        gap: 4px;
      }
    }
  `,
})
export class ListPager {
  readonly log = input.required<PagedLog>();
  /** The cursors of the pages from the first to this one. */
  readonly cursors = input.required<readonly string[]>();
  /** One thing of the list, and many. */
  readonly noun = input.required<readonly [one: string, many: string]>();
  /** In which order they are: `by name`; left out of a log, which is newest first and can be read again from here. */
  readonly order = input<string>();
  /** The cursors of the page that is wanted. */
  readonly turned = output<readonly string[]>();

  protected readonly now = inject(Clock).now;
  protected readonly ago = ago;
  protected readonly exactly = exactly;
  protected readonly isNewestFirst = computed(() => this.order() === undefined);
  protected readonly next = computed(() =>
    this.log().outdated() ? undefined : this.log().page()?.next,
  );
  protected readonly place = computed(() => {
    const page = this.log().page();
    if (page === undefined) return this.log().failure() === undefined ? 'Asking …' : '';
    const rows = counted(page.entries.length, ...this.noun());
    const at = this.cursors().length;
    const isLast = page.next === undefined;
    if (at > 0)
      return isLast && this.isNewestFirst() ? `Oldest ${rows}` : `Page ${count(at + 1)}, ${rows}`;
    if (isLast) return rows;
    return this.isNewestFirst() ? `Newest ${rows}` : `First ${rows}, ${this.order()}`;
  });

  protected goOn(): void {
    const next = this.next();
    if (next !== undefined) this.turned.emit([...this.cursors(), next]);
  }
}
