import type { JsonSchemaSummary } from '../api/models';
import { count, counted } from '../ui/formats';
import type { Attention } from './attention';

/** A violation is news for so long. */
const NEWS_MS = 5 * 60_000;
const NAMED = 3;

/** What of the schemas needs somebody's attention: messages break them now, or nothing is judged by them. */
export function schemaAttention(
  schemas: readonly JsonSchemaSummary[],
  now: number,
): readonly Attention[] {
  return [...broken(schemas, now), ...suspended(schemas)];
}

function* broken(schemas: readonly JsonSchemaSummary[], now: number): Generator<Attention> {
  const hit = schemas
    .filter(({ enabled, counts: { lastViolationAt: at } }) => {
      return enabled && at !== undefined && now - Date.parse(at) <= NEWS_MS;
    })
    .toSorted((one, other) => other.counts.violationsPerMinute - one.counts.violationsPerMinute);
  const [worst] = hit;
  if (worst === undefined) return;
  const perMinute = hit.reduce((sum, { counts }) => sum + counts.violationsPerMinute, 0);
  const rest = hit.length - NAMED;
  const names = hit.slice(0, NAMED).map(({ name }) => name);
  const named = `${names.join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
  yield {
    kind: 'warning',
    title: hit.length === 1 ? `Payloads break the schema ${worst.name}` : 'Payloads break schemas',
    detail: `${counted(perMinute, 'violation')} in the last minute${hit.length === 1 ? `, of messages to ${worst.topicFilter}` : `: ${named}`}.`,
    about: 'Schemas',
    since: Math.max(...hit.map(({ counts }) => Date.parse(counts.lastViolationAt ?? ''))),
    link: hit.length === 1 ? `/schemas/${worst.id}` : '/schemas',
  };
}

function* suspended(schemas: readonly JsonSchemaSummary[]): Generator<Attention> {
  for (const { id, name, suspended: reason } of schemas) {
    if (reason === undefined) continue;
    yield {
      kind: 'warning',
      title: `Nothing is judged by the schema ${name}`,
      detail: reason,
      about: 'Schemas',
      link: `/schemas/${id}`,
    };
  }
}
