import type { Integer, Metric, Payload } from '../payload.js';

/** `seq` counts from 0 up to this, and begins again. */
export const SEQ_VALUES = 256;
const BDSEQ = 'bdSeq';

/** Two births of a source that have the same are one. */
export function markOf({ metrics, seq, timestamp }: Payload): string {
  return [bdSeqOf(metrics), seq, timestamp, metrics.length].join(' ');
}

/** 6.4.5: of all messages of a node and its devices; nothing when it is none. */
export function seqOf({ seq }: Payload): number | undefined {
  return typeof seq === 'number' && seq < SEQ_VALUES ? seq : undefined;
}

/** 6.4.19 and 6.4.25: which connection of the node a birth and its death are of. */
export function bdSeqOf(metrics: readonly Metric[]): Integer | undefined {
  const value = metrics.find(({ name }) => name === BDSEQ)?.value;
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

/** What a birth says, in short. */
export function birthWords({ metrics, seq }: Payload, bdSeq: Integer | undefined): string {
  const numbers = [
    ...(bdSeq === undefined ? [] : [`bdSeq ${bdSeq}`]),
    ...(seq === undefined ? [] : [`seq ${seq}`]),
  ];
  return [`${metrics.length} metrics`, ...numbers].join(', ');
}
