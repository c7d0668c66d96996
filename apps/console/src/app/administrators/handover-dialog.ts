import { Component, effect, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Session } from '../session/session';
import { Handover } from './handover';

export interface NewPassword {
  readonly username: string;
  readonly password: string;
}

/** A password that was reset, until somebody says that they have it. */
@Component({
  selector: 'mcm-handover-dialog',
  imports: [Handover, MatButton],
  template: `
    <div class="body">
      <h2 id="handover" tabindex="-1">New password of {{ data.username }}</h2>
      <mcm-handover [username]="data.username" [password]="data.password" />
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
export class HandoverDialog {
  protected readonly data = inject<NewPassword>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<HandoverDialog>>(MatDialogRef);

  constructor() {
    const { token } = inject(Session);
    effect(() => {
      if (token() === undefined) this.dialog.close();
    });
  }
}
