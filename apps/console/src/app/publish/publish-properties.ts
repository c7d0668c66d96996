import { Component, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import type { UserProperty } from '../api/models';
import { Icon } from '../ui/icon';
import { TextField } from '../ui/text-field';
import { type Faults, MOST_USER_PROPERTIES, type PublishDraft } from './publish-draft';

/** The properties of a message that few need (MQTT 5.0 section 3.3.2.3). */
@Component({
  selector: 'mcm-publish-properties',
  imports: [Icon, MatButton, MatCheckbox, MatIconButton, TextField],
  templateUrl: './publish-properties.html',
  styleUrls: ['../ui/field.scss', './publish-properties.scss'],
})
export class PublishPropertiesField {
  readonly draft = input.required<PublishDraft>();
  readonly faults = input.required<Faults>();
  readonly patched = output<Partial<PublishDraft>>();

  protected readonly most = MOST_USER_PROPERTIES;

  protected add(): void {
    this.patched.emit({
      userProperties: [...this.draft().userProperties, { name: '', value: '' }],
    });
  }

  protected remove(index: number): void {
    this.patched.emit({
      userProperties: this.draft().userProperties.filter((_, at) => at !== index),
    });
  }

  protected change(index: number, change: Partial<UserProperty>): void {
    this.patched.emit({
      userProperties: this.draft().userProperties.map((property, at) =>
        at === index ? { ...property, ...change } : property,
      ),
    });
  }

  /** What is wrong with a user property, whichever half of it. */
  protected faultOf(index: number): string | undefined {
    const at = `/properties/userProperties/${index}`;
    const faults = this.faults();
    return faults.get(`${at}/name`) ?? faults.get(`${at}/value`) ?? faults.get(at);
  }
}
