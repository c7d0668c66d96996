import { Component, inject } from '@angular/core';
import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { HandoverFrame } from '../ui/handover-frame';
import { Handover } from './handover';

export interface NewPassword {
  readonly username: string;
  readonly password: string;
}

/** A password that was reset. */
@Component({
  selector: 'mcm-handover-dialog',
  imports: [Handover, HandoverFrame],
  template: `
    <mcm-handover-frame headingId="handover" heading="New password of {{ data.username }}">
      <mcm-handover [username]="data.username" [password]="data.password" />
    </mcm-handover-frame>
  `,
})
export class HandoverDialog {
  protected readonly data = inject<NewPassword>(MAT_DIALOG_DATA);
}
