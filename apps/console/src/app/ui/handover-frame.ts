import { Component, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogRef } from '@angular/material/dialog';
import { Session } from '../session/session';

/** What a dialog shows once, until somebody says that they have it. */
@Component({
  selector: 'mcm-handover-frame',
  imports: [MatButton],
  template: `
    <div class="body">
      <h2 [id]="headingId()" tabindex="-1">{{ heading() }}</h2>
      <ng-content />
    </div>
    <footer>
      <button matButton="filled" type="button" (click)="dialog.close()">I have it</button>
    </footer>
  `,
  styles: `
    .body {
      padding: 16px 16px 20px;
    }
    h2 {
      margin-bottom: 12px;
      font: var(--mcm-page-title);
      overflow-wrap: anywhere;
      outline: none;
    }
    footer {
      display: flex;
      justify-content: flex-end;
      padding: 12px 16px;
      border-top: 1px solid var(--mcm-line);
    }
  `,
})
export class HandoverFrame {
  readonly headingId = input.required<string>();
  readonly heading = input.required<string>();
  protected readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);

  constructor() {
    const { token } = inject(Session);
    effect(() => {
      if (token() === undefined) this.dialog.close();
    });
  }
}
