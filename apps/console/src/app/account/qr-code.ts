import { Component, computed, input } from '@angular/core';
import { qrPath } from './qr-path';

/** A QR code: dark on white in either theme, since scanners are not to be counted on for the inverse. */
@Component({
  selector: 'mcm-qr-code',
  template: `
    <svg role="img" [attr.aria-label]="label()" [attr.viewBox]="box()" shape-rendering="crispEdges">
      <rect width="100%" height="100%" fill="#fff" />
      <path fill="#12161c" [attr.d]="code().path" />
    </svg>
  `,
  styles: `
    :host {
      display: block;
      width: 208px;
      border: 1px solid var(--mcm-line);
      border-radius: var(--mcm-r-2);
      overflow: hidden;
    }
    svg {
      display: block;
      width: 100%;
    }
  `,
})
export class QrCode {
  readonly text = input.required<string>();
  /** What it holds, for whoever cannot see it. */
  readonly label = input.required<string>();

  protected readonly code = computed(() => qrPath(this.text()));
  protected readonly box = computed(() => `0 0 ${this.code().size} ${this.code().size}`);
}
