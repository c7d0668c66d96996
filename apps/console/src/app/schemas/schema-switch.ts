import { Component, input, output } from '@angular/core';
import { MatSlideToggle, type MatSlideToggleChange } from '@angular/material/slide-toggle';
import { MatTooltip } from '@angular/material/tooltip';
import type { JsonSchemaSummary } from '../api/models';

/** Whether messages are judged by a schema: one step, on and off. */
@Component({
  selector: 'mcm-schema-switch',
  imports: [MatSlideToggle, MatTooltip],
  template: `
    <mat-slide-toggle
      hideIcon
      disabledInteractive
      [aria-label]="'Judge messages by ' + schema().name"
      [checked]="schema().enabled"
      [disabled]="readOnly() !== undefined"
      [matTooltip]="readOnly()"
      (change)="turn($event)"
    />
  `,
  styles: `
    :host {
      display: inline-flex;
      vertical-align: middle;
    }
  `,
})
export class SchemaSwitch {
  readonly schema = input.required<JsonSchemaSummary>();
  /** Why it cannot be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly turned = output<boolean>();

  /** It shows what is so, not what was wished: the answer of the server turns it. */
  protected turn({ source, checked }: MatSlideToggleChange): void {
    source.checked = this.schema().enabled;
    this.turned.emit(checked);
  }
}
