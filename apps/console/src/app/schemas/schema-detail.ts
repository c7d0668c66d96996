import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { JsonSchemaSummary } from '../api/models';
import { CodeLines } from '../topics/code-lines';
import { jsonLines } from '../topics/json-text';
import { Age } from '../ui/age';
import { CopyButton } from '../ui/copy-button';
import { DetailSheet } from '../ui/detail-sheet';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { When } from '../ui/when';
import { JudgedTopics } from './judged-topics';
import { textOf } from './schema-draft';
import { type SchemaDeed, SchemaMenu } from './schema-menu';
import { SchemaSwitch } from './schema-switch';
import { schemaState, skippedWords } from './schema-words';
import { SchemasStore } from './schemas-store';
import { ViolationExamples } from './violation-examples';

/** One schema: how it stands, the topics it judged, the last messages that broke it, and what it says. */
@Component({
  selector: 'mcm-schema-detail',
  imports: [
    Age,
    CodeLines,
    CopyButton,
    DetailSheet,
    Empty,
    Failed,
    Icon,
    JudgedTopics,
    MatButton,
    MatTooltip,
    Note,
    RouterLink,
    SchemaMenu,
    SchemaSwitch,
    ViolationExamples,
    When,
  ],
  templateUrl: './schema-detail.html',
  styleUrls: ['../ui/facts.scss', '../access/detail.scss', './schema-detail.scss'],
})
export class SchemaDetail {
  protected readonly store = inject(SchemasStore);
  readonly turned = output<{ readonly schema: JsonSchemaSummary; readonly enabled: boolean }>();
  readonly chosen = output<{ readonly schema: JsonSchemaSummary; readonly deed: SchemaDeed }>();

  protected readonly format = { count, counted };
  protected readonly schema = computed(() => this.store.latest()?.schema);
  protected readonly state = computed(() => {
    const schema = this.schema();
    return schema && schemaState(schema);
  });
  protected readonly skipped = computed(() => {
    const schema = this.schema();
    return schema === undefined ? [] : skippedWords(schema.counts.skipped);
  });
  /** Only another document makes other lines: the counts change every second. */
  protected readonly document = computed(() => textOf(this.schema()?.document ?? {}));
  protected readonly lines = computed(() => jsonLines(this.document()));
}
