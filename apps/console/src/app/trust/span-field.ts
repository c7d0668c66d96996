import { Component, input, linkedSignal, output } from '@angular/core';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { fromLocal, RANGE_NAMES, RANGES, type Span, toLocal } from './span';

/** Chooses a span of time: one that ends now, or from one moment to another. */
@Component({
  selector: 'mcm-span-field',
  imports: [MatFormField, MatInput, MatOption, MatSelect],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic" class="range">
      <mat-select
        aria-label="Time"
        panelWidth="auto"
        [value]="chosen()"
        (selectionChange)="choose($event.value)"
      >
        <mat-option value="any">Any time</mat-option>
        @for (name of names; track name) {
          <mat-option [value]="name">{{ ranges[name].label }}</mat-option>
        }
        <mat-option value="between">From … to …</mat-option>
      </mat-select>
    </mat-form-field>
    @if (chosen() === 'between') {
      <div class="between">
        <label>
          <span>From</span>
          <mat-form-field appearance="outline" subscriptSizing="dynamic">
            <input
              #since
              matInput
              type="datetime-local"
              step="1"
              [value]="local(span().since)"
              (change)="type({ since: since.value })"
            />
          </mat-form-field>
        </label>
        <label>
          <span>To</span>
          <mat-form-field appearance="outline" subscriptSizing="dynamic">
            <input
              #until
              matInput
              type="datetime-local"
              step="1"
              [value]="local(span().until)"
              (change)="type({ until: until.value })"
            />
          </mat-form-field>
        </label>
      </div>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    .range {
      width: 148px;
    }
    .between {
      display: flex;
      gap: 8px;
    }
    label {
      display: flex;
      align-items: center;
      gap: 6px;
      color: var(--mcm-text-2);
    }
    label mat-form-field {
      width: 212px;
    }
    @media (max-width: 799px) {
      .range {
        flex: 1 1 140px;
        width: auto;
      }
      .between {
        flex: 1 1 100%;
        flex-direction: column;
      }
      label span {
        width: 34px;
      }
      label mat-form-field {
        flex: 1;
        width: auto;
      }
    }
  `,
})
export class SpanField {
  readonly span = input.required<Span>();
  readonly spanChange = output<Span>();

  protected readonly names = RANGE_NAMES;
  protected readonly ranges = RANGES;
  protected readonly local = toLocal;
  /** `between` also while neither moment has been typed in yet. */
  protected readonly chosen = linkedSignal<string>(() => {
    const { range, since, until } = this.span();
    return range ?? (since === undefined && until === undefined ? 'any' : 'between');
  });

  protected choose(value: string): void {
    this.chosen.set(value);
    const range = RANGE_NAMES.find((name) => name === value);
    if (range !== undefined) this.spanChange.emit({ range });
    else if (value === 'any') this.spanChange.emit({});
  }

  protected type(change: { readonly since?: string; readonly until?: string }): void {
    const { since, until } = this.span();
    const wanted = {
      since: change.since === undefined ? since : fromLocal(change.since),
      until: change.until === undefined ? until : fromLocal(change.until),
    };
    this.spanChange.emit({
      ...(wanted.since !== undefined && { since: wanted.since }),
      ...(wanted.until !== undefined && { until: wanted.until }),
    });
  }
}
