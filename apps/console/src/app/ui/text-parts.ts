import { Component, input } from '@angular/core';
import type { TextPart } from './code-parts';

/** A sentence in which names and filters are set as code. */
@Component({
  selector: 'mcm-text-parts',
  // Spans alone: no space may come between a name and the full stop behind it.
  template: `
    @for (part of parts(); track $index) {
      <span [class.mono]="part.code">{{ part.text }}</span>
    }
  `,
  styles: `
    .mono {
      font-size: var(--code-size, 12px);
      font-weight: inherit;
      overflow-wrap: anywhere;
    }
  `,
})
export class TextParts {
  readonly parts = input.required<readonly TextPart[]>();
}
