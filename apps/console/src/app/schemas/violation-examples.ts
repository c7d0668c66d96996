import { Component, input } from '@angular/core';
import type { ViolationExample } from '../api/models';
import { Age } from '../ui/age';
import { size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { previewWords } from './schema-words';
import { ViolationLines } from './violation-lines';

/** The last messages that broke a schema: why, and what they were. */
@Component({
  selector: 'mcm-violation-examples',
  imports: [Age, Icon, ViolationLines],
  template: `
    <ul aria-label="Last violations">
      @for (example of examples(); track $index) {
        <li class="panel">
          <div class="head">
            <mcm-icon class="small warning" name="warning" />
            <span class="mono cut" [title]="example.topic">{{ example.topic }}</span>
            <span class="t3 at"
              >{{ size(example.payloadBytes) }} · <mcm-age [at]="example.at"
            /></span>
          </div>
          <mcm-violation-lines [errors]="example.errors" />
          <pre tabindex="0" role="group" [attr.aria-label]="'Payload of ' + example.topic">{{
            previewWords(example.payloadPreview, example.payloadBytes)
          }}</pre>
        </li>
      } @empty {
        <li class="t2">None since it was bound, or since MCM started.</li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-direction: column;
      gap: 8px;
    }
    .panel {
      padding: 10px 12px 0;
    }
    .head {
      display: flex;
      align-items: center;
      gap: 8px;
      margin-bottom: 4px;
    }
    .at {
      margin-left: auto;
      white-space: nowrap;
      font: var(--mcm-caption);
    }
    pre {
      max-height: 76px;
      margin: 8px -12px 0;
      padding: 8px 12px;
      overflow: auto;
      border-top: 1px solid var(--mcm-line);
      background: var(--mcm-sunken);
      color: var(--mcm-text-2);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    pre:focus-visible {
      outline-offset: -2px;
    }
  `,
})
export class ViolationExamples {
  /** Latest first. */
  readonly examples = input.required<readonly ViolationExample[]>();
  protected readonly size = size;
  protected readonly previewWords = previewWords;
}
