import { Component, input } from '@angular/core';
import { CopyButton } from './copy-button';
import { Note } from './note';

/** Something that has to be handed over, and what it is called: `Password`. */
export interface HandedOver {
  readonly name: string;
  readonly value: string;
  readonly secret?: boolean;
}

/** What has to be handed over to somebody, to be copied one by one; around what is to be said of it. */
@Component({
  selector: 'mcm-handed-over',
  imports: [CopyButton, Note],
  template: `
    <mcm-note kind="warning"><ng-content /></mcm-note>
    <dl>
      @for (fact of facts(); track fact.name) {
        <dt>{{ fact.name }}</dt>
        <dd>
          <span class="mono" [class.secret]="fact.secret">{{ fact.value }}</span>
          <mcm-copy-button [text]="fact.value" [label]="'Copy the ' + fact.name.toLowerCase()" />
        </dd>
      }
    </dl>
  `,
  styles: `
    :host {
      display: block;
    }
    dl {
      display: grid;
      grid-template-columns: 80px minmax(0, 1fr);
      margin-top: 12px;
      padding: 4px 4px 4px 12px;
      border: 1px solid var(--mcm-line);
      border-radius: var(--mcm-r-3);
    }
    dt,
    dd {
      display: flex;
      align-items: center;
      min-height: 36px;
      overflow-wrap: anywhere;
    }
    dt {
      color: var(--mcm-text-3);
    }
    dd span {
      min-width: 0;
    }
    dd mcm-copy-button {
      margin-left: auto;
    }
    .secret {
      color: var(--mcm-text);
      font-weight: 600;
    }
  `,
})
export class HandedOverList {
  readonly facts = input.required<readonly HandedOver[]>();
}
