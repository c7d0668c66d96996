import { Component, effect, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Session } from '../session/session';
import { WebhookSecretView } from './webhook-secret';

export interface NewSecret {
  readonly name: string;
  readonly url: string;
  readonly secret: string;
}

/** A secret that was made anew, until somebody says that they have it. */
@Component({
  selector: 'mcm-secret-dialog',
  imports: [MatButton, WebhookSecretView],
  template: `
    <div class="body">
      <h2 id="webhook-secret" tabindex="-1">New secret of {{ data.name }}</h2>
      <mcm-webhook-secret [url]="data.url" [secret]="data.secret" />
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
export class SecretDialog {
  protected readonly data = inject<NewSecret>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<SecretDialog>>(MatDialogRef);

  constructor() {
    const { token } = inject(Session);
    effect(() => {
      if (token() === undefined) this.dialog.close();
    });
  }
}
