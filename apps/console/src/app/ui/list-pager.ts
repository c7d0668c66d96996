import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { PagedLog } from '../trust/paged-log';
import { Clock } from './clock';
import { ago, count, counted, exactly } from './formats';
import { Icon } from './icon';

/** Below a list: what this page of it is, and the ways to the others. */
@Component({
  selector: 'mcm-list-pager',
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
export class ListPager {
  readonly log = input.required<PagedLog>();
  /** The cursors of the pages from the first to this one. */
  readonly cursors = input.required<readonly string[]>();
  /** One thing of the list, and many. */
  readonly noun = input.required<readonly [one: string, many: string]>();
  /** In which order they are: `by name`. */
  readonly order = input.required<string>();
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
    const rows = counted(page.entries.length, ...this.noun());
    const at = this.cursors().length;
    if (at > 0) return `Page ${count(at + 1)}, ${rows}`;
    return page.next === undefined ? rows : `First ${rows}, ${this.order()}`;
  });

  protected goOn(): void {
    const next = this.next();
    if (next !== undefined) this.turned.emit([...this.cursors(), next]);
  }
}
