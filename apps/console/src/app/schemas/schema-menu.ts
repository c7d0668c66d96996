import { Component, input, output } from '@angular/core';
import type { JsonSchemaSummary } from '../api/models';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';

export type SchemaDeed = 'edit' | 'delete';

const ITEMS: readonly DeedItem<SchemaDeed>[] = [
  { deed: 'edit', label: 'Edit …' },
  { deed: 'delete', label: 'Delete …', danger: true },
];

/** What can be done to a schema. */
@Component({
  selector: 'mcm-schema-menu',
  imports: [DeedsMenu],
  template: `
    <mcm-deeds-menu
      [name]="schema().name"
      [readOnly]="readOnly()"
      [items]="items"
      (chosen)="chosen.emit($event)"
    />
  `,
})
export class SchemaMenu {
  readonly schema = input.required<JsonSchemaSummary>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<SchemaDeed>();

  protected readonly items = ITEMS;
}
