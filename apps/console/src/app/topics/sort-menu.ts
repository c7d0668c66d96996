import { Component, computed, input, output } from '@angular/core';
import { MatDivider } from '@angular/material/divider';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import type { TopicSort } from '../api/models';
import { Icon } from '../ui/icon';

/** How topics stand, and which. */
export interface Order {
  /** Absent for the tree. */
  readonly sort?: TopicSort;
  readonly retained: boolean;
}

interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
}

const SORTS: readonly Choice<TopicSort | undefined>[] = [
  { value: undefined, label: 'Tree by name' },
  { value: 'name', label: 'List by name' },
  { value: 'rate', label: 'List by rate' },
  { value: 'messages', label: 'List by messages' },
  { value: 'bytes', label: 'List by bytes' },
  { value: 'last-seen', label: 'List by last seen' },
];

const SHOWN: readonly Choice<boolean>[] = [
  { value: false, label: 'All topics' },
  { value: true, label: 'Retained only' },
];

@Component({
  selector: 'mcm-sort-menu',
  imports: [Icon, MatDivider, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      class="boxed"
      [class.on]="!isPlain()"
      [matMenuTriggerFor]="menu"
      [attr.aria-label]="'Sort and show: ' + words()"
      matTooltip="Sort and show"
    >
      <mcm-icon name="filter" />
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      @for (choice of sorts; track choice.label) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="choice.value === order().sort"
          (click)="sort(choice.value)"
        >
          <span class="choice">
            {{ choice.label }}
            @if (choice.value === order().sort) {
              <mcm-icon name="check" />
            }
          </span>
        </button>
      }
      <mat-divider />
      @for (choice of shown; track choice.label) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="choice.value === order().retained"
          (click)="show(choice.value)"
        >
          <span class="choice">
            {{ choice.label }}
            @if (choice.value === order().retained) {
              <mcm-icon name="check" />
            }
          </span>
        </button>
      }
    </mat-menu>
  `,
  styleUrl: './tool-button.scss',
  styles: `
    .choice {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 16px;
      min-width: 152px;
    }
    .choice mcm-icon {
      color: var(--mcm-accent);
    }
  `,
})
export class SortMenu {
  readonly order = input.required<Order>();
  readonly orderChange = output<Order>();
  protected readonly sorts = SORTS;
  protected readonly shown = SHOWN;
  protected readonly isPlain = computed(
    () => this.order().sort === undefined && !this.order().retained,
  );
  protected readonly words = computed(() => {
    const { sort, retained } = this.order();
    const label = SORTS.find(({ value }) => value === sort)?.label ?? '';
    return retained ? `${label}, retained only` : label;
  });

  protected sort(sort: TopicSort | undefined): void {
    const { retained } = this.order();
    // The tree shows all there is: only a list can leave something out.
    this.orderChange.emit(sort === undefined ? { retained: false } : { sort, retained });
  }

  protected show(retained: boolean): void {
    this.orderChange.emit({ ...this.order(), retained });
  }
}
