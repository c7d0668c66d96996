import type { EntityManager } from 'typeorm';

/** How the broker was at a time. */
export interface BrokerSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly status: 'connected' | 'disconnected';
  /** Messages observed since the sample before. */
  readonly messages: number;
  /** Of their payloads. */
  readonly payloadBytes: number;
  /** Messages that the broker dropped since the sample before, for all its clients together. */
  readonly missedUpTo: number;
  /** Topics held. */
  readonly topics: number;
  /** Numbers by their names below `$SYS/broker`; none while the broker was away. */
  readonly figures: Readonly<Record<string, number>>;
}

/** How the broker was over a time: sums of what came in it, `topics` and `figures` of its last sample. */
export interface SampleGroup extends BrokerSample {
  /** The beginning of the time. */
  readonly at: number;
  /** `disconnected` if it was so in any of the samples. */
  readonly status: 'connected' | 'disconnected';
  /** Minutes with a sample of a connected broker: what the sums are of. */
  readonly connectedMinutes: number;
}

export interface SampleQuery {
  /** Milliseconds since 1970, as are the others: from this time on. */
  readonly since?: number;
  readonly until?: number;
  /** The last one of the page before. */
  readonly before?: number;
  readonly limit: number;
}

type Row = Omit<BrokerSample, 'figures'> & { readonly figures: string };
type GroupRow = Row & { readonly begun: number; readonly connectedMinutes: number };

/** When the clock was set back, what was written of that time before gives way. */
export async function saveSample(tx: EntityManager, sample: BrokerSample): Promise<void> {
  const { at, status, messages, payloadBytes, missedUpTo, topics, figures } = sample;
  await tx.query(
    `INSERT OR REPLACE INTO broker_samples
       (at, status, messages, payload_bytes, missed_up_to, topics, figures)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [at, status, messages, payloadBytes, missedUpTo, topics, JSON.stringify(figures)],
  );
}

export async function forgetSamples(tx: EntityManager, before: number): Promise<void> {
  await tx.query('DELETE FROM broker_samples WHERE at < ?', [before]);
}

/** Newest first. */
export async function samplesOf(
  read: EntityManager,
  { since = 0, until, before, limit }: SampleQuery,
): Promise<readonly BrokerSample[]> {
  const rows = await read.query<Row[]>(
    `SELECT at, status, messages, payload_bytes AS payloadBytes, missed_up_to AS missedUpTo,
       topics, figures
     FROM broker_samples WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT ?`,
    [since, endOf(until, before), limit],
  );
  return rows.map(withFigures);
}

/**
 * Samples in groups of `every` milliseconds, aligned to multiples of it; newest first. Times without a sample have no
 * group. From one group to the next is a step in the key, so that a page reads its own samples and no others.
 */
export async function sampleGroupsOf(
  read: EntityManager,
  { since = 0, until, before, limit }: SampleQuery,
  every: number,
): Promise<readonly SampleGroup[]> {
  // Of one row with max(), SQLite takes the bare columns from where the greatest is: topics, figures.
  const rows = await read.query<GroupRow[]>(
    `WITH RECURSIVE
       asked(since, until, every) AS (VALUES (?, ?, CAST(? AS INTEGER))),
       begun(at) AS (
         SELECT (SELECT max(at) FROM broker_samples WHERE at >= asked.since AND at < asked.until)
           / every * every FROM asked
         UNION ALL
         SELECT (SELECT max(at) FROM broker_samples WHERE at >= asked.since AND at < begun.at)
           / every * every FROM begun, asked WHERE begun.at IS NOT NULL
         LIMIT ?
       )
     SELECT begun.at AS begun, max(sample.at) AS at,
       iif(sum(status = 'disconnected') > 0, 'disconnected', 'connected') AS status,
       sum(messages) AS messages, sum(payload_bytes) AS payloadBytes,
       sum(missed_up_to) AS missedUpTo, topics, figures,
       count(DISTINCT iif(status = 'connected', sample.at / 60000, NULL)) AS connectedMinutes
     FROM begun CROSS JOIN asked CROSS JOIN broker_samples AS sample
       ON sample.at >= max(begun.at, asked.since) AND sample.at < min(begun.at + every, asked.until)
     GROUP BY begun.at ORDER BY begun.at DESC`,
    [since, endOf(until, before), every, limit],
  );
  return rows.map(({ begun, ...row }) => ({ ...withFigures(row), at: begun }));
}

const endOf = (until = Number.MAX_SAFE_INTEGER, before = Number.MAX_SAFE_INTEGER): number =>
  Math.min(until, before);

const withFigures = <T extends Row>({ figures, ...row }: T) => ({
  ...row,
  figures: JSON.parse(figures) as Record<string, number>,
});
