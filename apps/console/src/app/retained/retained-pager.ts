import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Clock } from '../ui/clock';
import { ago, count, counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { PagedLog } from '../trust/paged-log';

/** Below the list: what this page of it is, and the ways to the others. */
@Component({
  selector: 'mcm-retained-pager',
  imports: [Icon, MatButton],
  template: `
    <span class="cut" role="status">{{ place() }}</span>
    @if (log().readAt(); as at) {
      <span class="t3 cut read" [title]="exactly(at)">read {{ ago(at, now()) }}</span>
    }
    <span class="grow"></span>
    <button
      matButton
      type="button"
      [disabled]="cursors().length === 0"
      (click)="turned.emit(cursors().slice(0, -1))"
    >
      <mcm-icon class="small" name="left" />Back
    </button>
    <button matButton type="button" [disabled]="next() === undefined" (click)="goOn()">
      Next<mcm-icon class="small" name="right" />
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
  `,
})
export class RetainedPager {
  readonly log = input.required<PagedLog<unknown>>();
  /** The cursors of the pages from the first to this one. */
  readonly cursors = input.required<readonly string[]>();
  /** The cursors of the page that is wanted. */
  readonly turned = output<readonly string[]>();

  protected readonly now = inject(Clock).now;
  protected readonly ago = ago;
  protected readonly exactly = exactly;
  protected readonly next = computed(() =>
    this.log().outdated() ? undefined : this.log().page()?.next,
  );
  protected readonly place = computed(() => {
    const page = this.log().page();
    if (page === undefined) return this.log().failure() === undefined ? 'Asking …' : '';
    const rows = counted(page.entries.length, 'message');
    const at = this.cursors().length;
    if (at > 0) return `Page ${count(at + 1)}, ${rows}`;
    return page.next === undefined ? rows : `First ${rows}, by name`;
  });

  protected goOn(): void {
    const next = this.next();
    if (next !== undefined) this.turned.emit([...this.cursors(), next]);
  }
}
