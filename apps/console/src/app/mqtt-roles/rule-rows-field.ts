import { Component, computed, input, model, signal, viewChildren } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { FilterExplained } from '../access/filter-explained';
import { FilterField } from '../access/filter-field';
import type { FilterContext } from '../access/filter-reading';
import { PermissionSelect } from '../access/permission-select';
import type { RoleRule } from '../api/models';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { exactWords } from '../access/exact-words';
import { type RuleRow, withPermission, withRow } from './role-draft';

/** Rows that are shown at once; a role may have thousands of rules. */
const SHOWN = 50;

/** The rules of a role, each in a row that can be changed. */
@Component({
  selector: 'mcm-rule-rows',
  imports: [
    FilterExplained,
    FilterField,
    Icon,
    MatButton,
    MatIconButton,
    MatTooltip,
    PermissionSelect,
  ],
  template: `
    <fieldset>
      <legend>Rules</legend>
      @for (row of shown(); track row.key) {
        <div class="row" role="group" [attr.aria-label]="'Rule ' + ($index + 1)">
          <mcm-permission-select
            [label]="'Permission of rule ' + ($index + 1)"
            [value]="row.rule.permission"
            (valueChange)="change(row, withPermission(row.rule, $event))"
          />
          <mcm-filter-field
            bare
            [fieldId]="'role-filter-' + row.key"
            [context]="context()"
            [explains]="false"
            [tried]="tried()"
            [wrong]="wrong().get($index)"
            [value]="row.rule.topicFilter"
            (valueChange)="write(row, $event)"
            (focused)="open.set(row.key)"
          />
          <button
            matIconButton
            type="button"
            [attr.aria-label]="'Remove rule ' + ($index + 1)"
            matTooltip="Remove this rule"
            (click)="remove(row)"
          >
            <mcm-icon class="small" name="close" />
          </button>
          @if (row.key === open()) {
            <mcm-filter-explained [filter]="row.rule.topicFilter" [context]="context()" />
          }
          @if (exactWords(row.rule); as exact) {
            <p class="caption t3">{{ exact }}</p>
          }
        </div>
      }
      <div class="after">
        <button matButton="outlined" type="button" (click)="add()">
          <mcm-icon name="add" />Another rule
        </button>
        @if (value().length > shown().length) {
          <button matButton type="button" (click)="limit.set(limit() + more)">
            Show more: {{ count(shown().length) }} of {{ count(value().length) }} are shown
          </button>
        }
      </div>
    </fieldset>
  `,
  styles: `
    :host {
      display: block;
    }
    .row {
      display: grid;
      grid-template-columns: 124px minmax(0, 1fr) auto;
      gap: 6px 8px;
      align-items: start;
      margin-top: 8px;
    }
    .row > p,
    .row > mcm-filter-explained {
      grid-column: 1 / -1;
      overflow-wrap: anywhere;
    }
    .after {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 10px;
    }
    @media (max-width: 799px) {
      .row {
        grid-template-columns: 104px minmax(0, 1fr) auto;
      }
    }
  `,
  styleUrl: '../ui/choices.scss',
})
export class RuleRowsField {
  readonly value = model.required<readonly RuleRow[]>();
  readonly context = input.required<FilterContext>();
  /** Whether empty filters are said to be so. */
  readonly tried = input.required<boolean>();
  /** What the server has against rules, by their place. */
  readonly wrong = input<ReadonlyMap<number, string>>(new Map());

  protected readonly exactWords = exactWords;
  protected readonly withPermission = withPermission;
  protected readonly count = count;
  protected readonly more = SHOWN;
  protected readonly limit = signal(SHOWN);
  /** The row that is worked on: what its filter selects is said. */
  protected readonly open = signal<number | undefined>(undefined);
  protected readonly shown = computed(() => this.value().slice(0, this.limit()));
  private readonly fields = viewChildren(FilterField);

  /** Shows the rule at this place, and goes to it. */
  focus(place: number): void {
    if (place >= this.limit()) this.limit.set(place + 1);
    setTimeout(() => this.fields()[place]?.focus());
  }

  protected write(row: RuleRow, topicFilter: string): void {
    this.change(row, { ...row.rule, topicFilter });
  }

  protected change({ key }: RuleRow, rule: RoleRule): void {
    this.value.set(this.value().map((row) => (row.key === key ? { key, rule } : row)));
  }

  protected remove({ key }: RuleRow): void {
    this.value.set(this.value().filter((row) => row.key !== key));
  }

  protected add(): void {
    this.value.set(withRow(this.value()));
    this.focus(this.value().length - 1);
  }
}
