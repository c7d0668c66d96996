import {
  afterNextRender,
  Component,
  type ElementRef,
  input,
  output,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { NewApiToken } from '../api/models';
import { CopyButton } from '../ui/copy-button';
import { Icon } from '../ui/icon';

/** An API token with its secret, this once. */
@Component({
  selector: 'mcm-new-token',
  imports: [CopyButton, Icon, MatButton],
  template: `
    <div class="made" role="group" aria-labelledby="made-heading">
      <mcm-icon class="ok" name="ok" />
      <div class="words">
        <h3 #heading id="made-heading" tabindex="-1">{{ token().name }} is made</h3>
        <p class="t2"><b>Copy it now: it will not be shown again.</b></p>
        <code>{{ token().token }}</code>
        <p class="caption t3">Send it as <code>Authorization: Bearer …</code> with each request.</p>
        <div class="row">
          <mcm-copy-button worded [text]="token().token" label="Copy the token" />
          <button matButton type="button" (click)="done.emit()">Done</button>
        </div>
      </div>
    </div>
  `,
  styleUrl: './panel.scss',
  styles: `
    .made {
      display: flex;
      gap: 12px;
      padding: 14px 16px;
      border-bottom: 1px solid var(--mcm-line);
      background: var(--mcm-ok-soft);
    }
    .made > mcm-icon {
      margin-top: 2px;
    }
    .words {
      display: flex;
      flex-direction: column;
      gap: 8px;
      min-width: 0;
    }
    h3 {
      font: var(--mcm-title);
      overflow-wrap: anywhere;
    }
    h3:focus {
      outline: none;
    }
    p b {
      font-weight: 500;
      color: var(--mcm-text);
    }
    .words > code {
      padding: 6px 12px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-surface);
      overflow-wrap: anywhere;
    }
    .caption code {
      font-size: 11px;
      line-height: inherit;
    }
  `,
})
export class NewToken {
  readonly token = input.required<NewApiToken>();
  readonly done = output();

  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  constructor() {
    afterNextRender(() => this.heading().nativeElement.focus());
  }
}
