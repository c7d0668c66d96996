import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatAnchor, MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { type Params, Router, RouterLink } from '@angular/router';
import type { JsonSchemaSummary } from '../api/models';
import { Age } from '../ui/age';
import { Empty } from '../ui/empty';
import { Forbidden } from '../ui/forbidden';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ReadOnly } from '../ui/read-only';
import { Rows } from '../ui/rows';
import { SearchBox } from '../ui/search-box';
import { Split } from '../ui/split';
import { Teller, ToldNote } from '../ui/told';
import { SchemaDeeds } from './schema-deeds';
import { SchemaDetail } from './schema-detail';
import { type SchemaDeed, SchemaMenu } from './schema-menu';
import { SchemaSwitch } from './schema-switch';
import { schemaState } from './schema-words';
import { toldOnTheWay } from './told-on-the-way';
import { SchemasStore, TOPICS_STEP } from './schemas-store';

/** What payloads must look like: the schemas, how the messages fare, and one of them beside. */
@Component({
  selector: 'mcm-schemas-page',
  imports: [
    Age,
    Empty,
    Forbidden,
    Icon,
    ListBody,
    MatAnchor,
    MatButton,
    MatIconButton,
    MatTooltip,
    ReadOnly,
    RouterLink,
    Rows,
    SchemaDetail,
    SchemaMenu,
    SchemaSwitch,
    SearchBox,
    Split,
    ToldNote,
  ],
  providers: [SchemasStore, SchemaDeeds],
  templateUrl: './schemas-page.html',
  styleUrls: ['../ui/rows.scss', '../access/list.scss', './schemas-page.scss'],
})
export class SchemasPage {
  readonly #router = inject(Router);
  readonly #deeds = inject(SchemaDeeds);
  protected readonly store = inject(SchemasStore);

  /** From the address: which is chosen, and what is searched for. */
  readonly id = input<string>();
  readonly search = input<string>();

  protected readonly format = { count };
  protected readonly teller = new Teller();
  protected readonly rows = computed(() =>
    this.store.list.page()?.entries.map((schema) => ({ schema, state: schemaState(schema) })),
  );
  protected readonly summary = computed(() => {
    const all = this.store.all() ?? [];
    const broken = all.reduce((sum, { counts }) => sum + counts.violationsPerMinute, 0);
    const now = broken === 0 ? '' : `, ${counted(broken, 'violation')} a minute`;
    return `${counted(all.length, 'schema')}${now}`;
  });

  constructor() {
    effect(() => this.store.search.set(this.search() ?? ''));
    effect(() => {
      const id = Number(this.id() ?? Number.NaN);
      this.store.id.set(Number.isNaN(id) ? undefined : id);
      this.store.shownTopics.set(TOPICS_STEP);
    });
    const told = toldOnTheWay(untracked(this.#router.currentNavigation)?.extras.info);
    if (told !== undefined) this.teller.told.set({ kind: 'ok', title: told });
  }

  protected show(params: Params): void {
    void this.#router.navigate([], {
      queryParams: params,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected turn(schema: JsonSchemaSummary, enabled: boolean): Promise<void> {
    return this.#try(async () => {
      await this.#deeds.enable(schema, enabled);
      return enabled
        ? `Messages are judged by ${schema.name}.`
        : `Messages are no longer judged by ${schema.name}.`;
    });
  }

  protected async act(deed: SchemaDeed, schema: JsonSchemaSummary): Promise<void> {
    if (deed === 'edit') {
      await this.#router.navigate(['/schemas', schema.id, 'edit']);
      return;
    }
    await this.#try(async () => {
      if (!(await this.#deeds.delete(schema))) return undefined;
      if (this.id() === String(schema.id)) {
        await this.#router.navigate(['/schemas'], { queryParamsHandling: 'preserve' });
      }
      return `The schema ${schema.name} was deleted.`;
    });
  }

  /** Does it, says what became of it, and shows how things are then. */
  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.store.askAgain();
  }
}
