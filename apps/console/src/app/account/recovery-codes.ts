import { Component, computed, DOCUMENT, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CopyButton } from '../ui/copy-button';
import { Icon } from '../ui/icon';

/** Recovery codes as they are shown once, to be copied or kept as a file. */
@Component({
  selector: 'mcm-recovery-codes',
  imports: [CopyButton, Icon, MatButton],
  template: `
    <ol class="mono" aria-label="Recovery codes">
      @for (code of codes(); track code) {
        <li>{{ code }}</li>
      }
    </ol>
    <div class="row">
      <mcm-copy-button worded [text]="text()" label="Copy the recovery codes" />
      <button matButton="outlined" type="button" (click)="download()">
        <mcm-icon name="download" />Download
      </button>
    </div>
  `,
  styles: `
    :host {
      display: block;
      width: 100%;
    }
    ol {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 4px 16px;
      margin-bottom: 12px;
      padding: 12px 16px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-sunken);
    }
    li {
      font-size: 13px;
      text-align: center;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
  `,
})
export class RecoveryCodes {
  readonly codes = input.required<readonly string[]>();
  readonly username = input.required<string>();

  readonly #document = inject(DOCUMENT);
  /** Of a console at an address: one may have several. */
  readonly #host = this.#document.location.host;
  protected readonly text = computed(
    () =>
      `MCM recovery codes of ${this.username()} at ${this.#host}\nEach lets you in once, without the authenticator.\n\n${this.codes().join('\n')}\n`,
  );

  /** The browser is handed a file; its address says nothing and is forgotten at once. */
  protected download(): void {
    const url = URL.createObjectURL(new Blob([this.text()], { type: 'text/plain' }));
    const link = this.#document.createElement('a');
    link.href = url;
    link.download = `mcm-recovery-codes-${this.username()}.txt`;
    link.click();
    URL.revokeObjectURL(url);
  }
}
