import { Component, computed, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import type { AccessDraft, DraftChange } from '../api/models';
import { Age } from '../ui/age';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';

/** The changes of the draft in their order, each with who made it and a way to take it back. */
@Component({
  selector: 'mcm-draft-list',
  imports: [Age, Icon, MatIconButton, MatTooltip],
  template: `
    <header class="panel-head">
      <h2 id="changes-draft">Draft</h2>
      <span class="t3">{{ said() }}</span>
    </header>
    <ol aria-labelledby="changes-draft" tabindex="0">
      @for (change of draft().changes; track change.number) {
        <li>
          <span class="num t3">{{ change.number }}</span>
          <div>
            <span class="cut" [title]="change.summary">{{ change.summary }}</span>
            <p class="caption t3">{{ change.author }} · <mcm-age [at]="change.at" /></p>
            @if (change.conflict; as conflict) {
              <p class="caption fault"><mcm-icon class="small" name="fault" />{{ conflict }}</p>
            }
          </div>
          <button
            matIconButton
            type="button"
            disabledInteractive
            [disabled]="readOnly() !== undefined"
            [attr.aria-label]="'Take back: ' + change.summary"
            [matTooltip]="readOnly() ?? 'Take back'"
            (click)="readOnly() === undefined && takenBack.emit(change)"
          >
            <mcm-icon class="small" name="undo" />
          </button>
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
    }
    ol {
      max-height: 331px;
      overflow: auto;
    }
    ol:focus-visible {
      outline-offset: -2px;
    }
    li {
      display: grid;
      grid-template-columns: 20px minmax(0, 1fr) auto;
      align-items: center;
      gap: 8px;
      min-height: 46px;
      padding: 6px 10px 6px 16px;
      border-bottom: 1px solid var(--mcm-line);
    }
    li:last-child {
      border-bottom: 0;
    }
    .num {
      text-align: left;
    }
    .cut {
      display: block;
    }
    .fault {
      display: flex;
      gap: 6px;
      margin-top: 2px;
      overflow-wrap: anywhere;
    }
  `,
})
export class DraftList {
  readonly draft = input.required<AccessDraft>();
  /** Why nothing can be taken back now. */
  readonly readOnly = input<string>();
  readonly takenBack = output<DraftChange>();
  protected readonly said = computed(() => counted(this.draft().changes.length, 'change'));
}
