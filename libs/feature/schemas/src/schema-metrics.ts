import { Injectable } from '@nestjs/common';
import type { JudgeTick, SkippedCounts } from '#link/judge';
import { Metrics } from '#platform';
import type { JsonSchema } from './json-schema.js';

const REASONS = ['tooFast', 'tooLarge', 'timedOut', 'notHeld'] as const;
const RESULTS = ['valid', 'invalid', 'skipped'] as const;

/** Carries what was judged over to `/metrics`. As many series as there are schemas; a deleted one takes its own along. */
@Injectable()
export class SchemaMetrics {
  private names: ReadonlyMap<number, string> = new Map();

  constructor(private readonly metrics: Metrics) {}

  /** These are the schemas that there are. One that got another name begins new series. */
  name(schemas: readonly JsonSchema[]): void {
    const names = new Map(schemas.map(({ id, name }) => [id, name]));
    const kept = new Set(names.values());
    for (const schema of this.names.values()) {
      if (kept.has(schema)) continue;
      for (const result of RESULTS) this.metrics.schemaMessages.remove({ schema, result });
    }
    this.names = names;
    for (const schema of kept) {
      for (const result of RESULTS) this.metrics.schemaMessages.inc({ schema, result }, 0);
    }
  }

  record({ counts, skipped }: JudgeTick): void {
    for (const reason of REASONS) this.metrics.schemaSkipped.inc({ reason }, skipped[reason]);
    for (const { id, judged, violations, skipped: ofThis } of counts) {
      const schema = this.names.get(id);
      if (schema === undefined) continue;
      this.metrics.schemaMessages.inc({ schema, result: 'valid' }, judged - violations);
      this.metrics.schemaMessages.inc({ schema, result: 'invalid' }, violations);
      this.metrics.schemaMessages.inc({ schema, result: 'skipped' }, sum(ofThis));
    }
  }
}

const sum = (skipped: SkippedCounts): number =>
  REASONS.reduce((all, reason) => all + skipped[reason], 0);
