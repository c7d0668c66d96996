import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Clock } from '../ui/clock';
import { ago, counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { PagedLog } from './paged-log';

/** Below a log: what this page of it is, and the ways to the others. */
@Component({
  selector: 'mcm-log-pager',
  imports: [Icon, MatButton, MatIconButton, MatTooltip],
  template: `
    <span class="cut" role="status">{{ place() }}</span>
    @if (log().readAt(); as at) {
      <span class="t3 cut read" [title]="exactly(at)">read {{ ago(at, now()) }}</span>
    }
    <span class="grow"></span>
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
    <button
      matButton
      type="button"
      [disabled]="cursors().length === 0"
      (click)="turned.emit(cursors().slice(0, -1))"
    >
      <mcm-icon class="small" name="left" />Newer
    </button>
    <button matButton type="button" [disabled]="older() === undefined" (click)="goOlder()">
      Older<mcm-icon class="small" name="right" />
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
    @container list (max-width: 599px) {
      .read {
        display: none;
      }
    }
    @media (max-width: 799px) {
      :host {
        padding-right: 4px;
        gap: 4px;
      }
    }
  `,
})
export class LogPager {
  readonly log = input.required<PagedLog>();
  /** The cursors of the pages from the newest to this one. */
  readonly cursors = input.required<readonly string[]>();
  /** One thing of the log, and many. */
  readonly noun = input.required<readonly [one: string, many: string]>();
  /** The cursors of the page that is wanted. */
  readonly turned = output<readonly string[]>();

  protected readonly now = inject(Clock).now;
  protected readonly ago = ago;
  protected readonly exactly = exactly;
  protected readonly older = computed(() =>
    this.log().outdated() ? undefined : this.log().page()?.next,
  );
  protected readonly place = computed(() => {
    const page = this.log().page();
    if (page === undefined) return this.log().failure() === undefined ? 'Asking …' : '';
    const [one, many] = this.noun();
    const first = this.cursors().length === 0;
    if (first && page.next === undefined) return counted(page.entries.length, one, many);
    if (first) return `Newest ${counted(page.entries.length, one, many)}`;
    const which = page.next === undefined ? 'Oldest' : `Page ${this.cursors().length + 1},`;
    return `${which} ${counted(page.entries.length, one, many)}`;
  });

  protected goOlder(): void {
    const next = this.older();
    if (next !== undefined) this.turned.emit([...this.cursors(), next]);
  }
}
