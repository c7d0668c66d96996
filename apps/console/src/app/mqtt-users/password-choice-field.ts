import { Component, input, model, viewChild } from '@angular/core';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { TextField } from '../ui/text-field';
import { type PasswordChoice } from './user-draft';

/** Who makes the password, and which one if that is a person. */
@Component({
  selector: 'mcm-password-choice',
  imports: [MatRadioButton, MatRadioGroup, TextField],
  template: `
    <fieldset>
      <legend>Password</legend>
      <mat-radio-group
        aria-label="Password"
        [value]="value().by"
        (change)="value.set({ by: $event.value, given: value().given })"
      >
        <mat-radio-button value="mcm">
          <span class="choice">
            <b>MCM makes one</b>
            <span>24 random characters, shown once.</span>
          </span>
        </mat-radio-button>
        <mat-radio-button value="person">
          <span class="choice">
            <b>I give one</b>
            <span>What the device has already, for example.</span>
          </span>
        </mat-radio-button>
      </mat-radio-group>
      @if (value().by === 'person') {
        <mcm-text-field
          #given
          fieldId="user-password"
          type="password"
          autocomplete="new-password"
          label="The password"
          [mono]="given.shown()"
          [fault]="fault()"
          [value]="value().given"
          (valueChange)="value.set({ by: 'person', given: $event })"
        />
      }
    </fieldset>
  `,
  styles: `
    :host {
      display: block;
    }
    mcm-text-field {
      margin-top: 4px;
    }
  `,
  styleUrl: '../ui/choices.scss',
})
export class PasswordChoiceField {
  readonly value = model.required<PasswordChoice>();
  readonly fault = input<string>();
  private readonly given = viewChild<TextField>('given');

  focus(): void {
    this.given()?.focus();
  }
}
