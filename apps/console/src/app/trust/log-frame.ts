import { Component, computed, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Empty } from '../ui/empty';
import { size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ListPager } from '../ui/list-pager';
import { Note } from '../ui/note';
import type { PagedLog } from '../ui/paged-log';
import { ExportButton } from './export-button';
import type { LogExport } from './log-export';

/**
 * The frame of a log that the server pages: heading, filters (slot `filters`), what may stand above the
 * entries (`strip`), the table, what to say when there is nothing (`empty`), pages and export.
 */
@Component({
  selector: 'mcm-log-frame',
  imports: [Empty, ExportButton, Icon, ListBody, ListPager, MatButton, MatIconButton, Note],
  templateUrl: './log-frame.html',
  styleUrl: './log-frame.scss',
})
export class LogFrame {
  readonly heading = input.required<string>();
  /** One thing of the log, and many: `entry`, `entries`. */
  readonly noun = input.required<readonly [one: string, many: string]>();
  readonly log = input.required<PagedLog>();
  readonly file = input.required<LogExport>();
  readonly cursors = input.required<readonly string[]>();
  /** Whether something is filtered out. */
  readonly filtered = input.required<boolean>();
  readonly turned = output<readonly string[]>();
  readonly cleared = output();

  protected readonly beyond = { heading: 'Nothing older', back: 'To the newest' };
  protected readonly exportFailure = computed(() => {
    const state = this.file().state();
    return state.kind === 'failed' ? state.failure : undefined;
  });
  protected readonly exported = computed(() => {
    const state = this.file().state();
    return state.kind === 'done' ? `Exported as ${state.name}, ${size(state.bytes)}.` : '';
  });

  protected exportAgain(): void {
    const state = this.file().state();
    if (state.kind === 'failed') void this.file().start(state.format);
  }
}
