import { Component, inject } from '@angular/core';
import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { HandoverFrame } from '../ui/handover-frame';
import { WebhookSecretView } from './webhook-secret';

export interface NewSecret {
  readonly name: string;
  readonly url: string;
  readonly secret: string;
}

/** A secret that was made anew. */
@Component({
  selector: 'mcm-secret-dialog',
  imports: [HandoverFrame, WebhookSecretView],
  template: `
    <mcm-handover-frame headingId="webhook-secret" heading="New secret of {{ data.name }}">
      <mcm-webhook-secret [url]="data.url" [secret]="data.secret" />
    </mcm-handover-frame>
  `,
})
export class SecretDialog {
  protected readonly data = inject<NewSecret>(MAT_DIALOG_DATA);
}
