import { Component } from '@angular/core';

@Component({
  selector: 'mcm-logo',
  template: `
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" class="ground" />
      <path d="M4.5 14.5v-6a5.5 5.5 0 0 1 11 0v6M8 14.5v-5.6a2 2 0 0 1 4 0v5.6" class="line" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 20px;
      height: 20px;
    }
    svg {
      width: 100%;
      height: 100%;
    }
    .ground {
      fill: var(--mcm-accent);
    }
    .line {
      fill: none;
      stroke: var(--mcm-on-accent);
      stroke-width: 1.8;
      stroke-linecap: round;
    }
  `,
})
export class Logo {}
