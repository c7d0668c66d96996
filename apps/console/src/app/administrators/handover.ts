import { DOCUMENT } from '@angular/common';
import { Component, inject, input } from '@angular/core';
import { CopyButton } from '../ui/copy-button';
import { Note } from '../ui/note';

/** What has to be handed over to somebody so that they can log in: shown this once. */
@Component({
  selector: 'mcm-handover',
  imports: [CopyButton, Note],
  template: `
    <mcm-note kind="warning">
      <b>The password is shown only now.</b> Hand it over on a safe way. It has to be changed at the
      next log-in.
    </mcm-note>
    <dl>
      <dt>Address</dt>
      <dd>
        <span class="mono">{{ address }}</span>
        <mcm-copy-button [text]="address" label="Copy the address" />
      </dd>
      <dt>Name</dt>
      <dd>
        <span class="mono">{{ username() }}</span>
        <mcm-copy-button [text]="username()" label="Copy the name" />
      </dd>
      <dt>Password</dt>
      <dd>
        <span class="mono secret">{{ password() }}</span>
        <mcm-copy-button [text]="password()" label="Copy the password" />
      </dd>
    </dl>
  `,
  styles: `
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
    dd mcm-copy-button {
      margin-left: auto;
    }
    .secret {
      color: var(--mcm-text);
      font-weight: 600;
    }
  `,
})
export class Handover {
  readonly username = input.required<string>();
  readonly password = input.required<string>();
  protected readonly address = inject(DOCUMENT).location.origin;
}
