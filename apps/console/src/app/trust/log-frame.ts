import { Component, computed, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { exactly, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { ExportButton } from './export-button';
import type { LogExport } from './log-export';
import { LogPager } from './log-pager';
import type { PagedLog } from './paged-log';

/**
 * The frame of a log that the server pages: heading, filters (slot `filters`), what may stand above the
 * entries (`strip`), the table, what to say when there is nothing (`empty`), pages and export.
 */
@Component({
  selector: 'mcm-log-frame',
  imports: [Empty, ExportButton, Failed, Icon, LogPager, MatButton, MatIconButton, Note],
  templateUrl: './log-frame.html',
  styleUrl: './log-frame.scss',
})
export class LogFrame {
  readonly heading = input.required<string>();
  /** One thing of the log, and many: `entry`, `entries`. */
  readonly noun = input.required<readonly [one: string, many: string]>();
  readonly log = input.required<PagedLog<unknown>>();
  readonly file = input.required<LogExport>();
  readonly cursors = input.required<readonly string[]>();
  /** Whether something is filtered out. */
  readonly filtered = input.required<boolean>();
  readonly turned = output<readonly string[]>();
  readonly cleared = output();

  protected readonly showsTable = computed(() => {
    const page = this.log().page();
    if (page === undefined || page.entries.length === 0) return false;
    return this.log().failure() === undefined || !this.log().outdated();
  });
  protected readonly readAt = computed(() => {
    const at = this.log().readAt();
    return at === undefined ? '' : exactly(at);
  });
  protected readonly exportFailure = computed(() => {
    const state = this.file().state();
    return state.kind === 'failed' ? state.failure : undefined;
  });
  protected readonly exported = computed(() => {
    const state = this.file().state();
    return state.kind === 'done' ? `Exported as ${state.name}, ${size(state.bytes)}.` : '';
  });
  protected readonly skeleton = [96, 130, 88, 150, 110, 124, 92, 140, 104, 118, 96, 132];

  protected exportAgain(): void {
    const state = this.file().state();
    if (state.kind === 'failed') void this.file().start(state.format);
  }
}
