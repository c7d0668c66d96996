import { Component, input, model } from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect, MatSelectTrigger } from '@angular/material/select';
import type { Permission } from '../api/models';
import { PERMISSIONS } from '#domain/change';
import { PERMISSION_WORDS } from './permissions';

/** What a rule gives or takes. */
@Component({
  selector: 'mcm-permission-select',
  imports: [MatFormField, MatOption, MatSelect, MatSelectTrigger],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-select [aria-label]="label()" panelWidth="auto" [(value)]="value">
        <mat-select-trigger
          ><span class="mono">{{ value() }}</span></mat-select-trigger
        >
        @for (choice of choices; track choice) {
          <mat-option [value]="choice">
            <span class="choice">
              <span class="mono">{{ choice }}</span>
              <span class="caption t3">{{ words[choice] }}</span>
            </span>
          </mat-option>
        }
      </mat-select>
    </mat-form-field>
  `,
  styles: `
    :host {
      display: block;
    }
    mat-form-field {
      width: 100%;
    }
    .choice {
      display: flex;
      flex-direction: column;
      padding: 4px 0;
    }
  `,
})
export class PermissionSelect {
  readonly value = model.required<Permission>();
  readonly label = input('Permission');
  protected readonly choices = PERMISSIONS;
  protected readonly words = PERMISSION_WORDS;
}
