import { Component, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { size } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { LogExport } from './log-export';

/** Asks for a log as a file, says how much of it has come, and ends it. */
@Component({
  selector: 'mcm-export-button',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    @if (log().state(); as state) {
      @if (state.kind === 'running') {
        <span class="t2" role="status">
          Exporting{{ state.bytes === 0 ? ' …' : ', ' + size(state.bytes) }}
        </span>
        <button matButton="outlined" type="button" (click)="log().cancel()">
          <mcm-icon name="close" />Cancel
        </button>
      } @else {
        <button matButton="outlined" type="button" [matMenuTriggerFor]="formats">
          <mcm-icon name="download" />Export
        </button>
      }
    }
    <mat-menu #formats="matMenu" xPosition="before">
      <p class="caption t3">All that the filters leave, newest first</p>
      <button mat-menu-item type="button" (click)="log().start('csv')">
        CSV, for spreadsheets
      </button>
      <button mat-menu-item type="button" (click)="log().start('jsonl')">
        JSON lines, for programs
      </button>
    </mat-menu>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 12px;
    }
    p {
      padding: 6px 12px 8px;
      border-bottom: 1px solid var(--mcm-line);
    }
  `,
})
export class ExportButton {
  readonly log = input.required<LogExport>();
  protected readonly size = size;
}
