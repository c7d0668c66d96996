import type { FaultKind } from '#domain/sparkplug';
import type { SparkplugNodeDetail } from '../api/models';
import { FAULT_WORDS, isFault } from './fault-words';

/** One thing that a person should know of how a node keeps to the specification. */
export interface HealthRow {
  readonly kind: string;
  readonly icon: 'ok' | 'info' | 'warning' | 'fault';
  readonly title: string;
  readonly todo: string;
  /** When it was last so, RFC 3339, as far as that is known. */
  readonly lastAt?: string;
}

type Known = Pick<
  SparkplugNodeDetail,
  | 'state'
  | 'births'
  | 'faults'
  | 'seq'
  | 'bdSeq'
  | 'lateBirths'
  | 'unknownAliases'
  | 'rebirthStorm'
  | 'timeline'
>;

/** The health of a node, the gravest first; one row that all is well when nothing is amiss. */
export function healthOf(node: Known): readonly HealthRow[] {
  const counts = countsOf(node);
  const rows = [...counts].map(([kind, count]): HealthRow => {
    const last = node.timeline.find((event) => event.kind === kind)?.at;
    const lastAt = kind === 'seq-gap' ? (node.seq.lastGapAt ?? last) : last;
    return {
      kind,
      icon: kind === 'rebirth-storm' && node.rebirthStorm ? 'fault' : 'warning',
      title: FAULT_WORDS[kind].title(count),
      todo: FAULT_WORDS[kind].todo,
      ...(lastAt !== undefined && { lastAt }),
    };
  });
  const doubt = doubtOf(node);
  const all = doubt === undefined ? rows : [...rows, doubt];
  if (all.length > 0) return all;
  return [node.faults > 0 ? longAgo(node.faults) : well(node)];
}

/** Which faults there were, in the order of their words; how many, where the node has a counter for it. */
function countsOf(node: Known): ReadonlyMap<FaultKind, number | undefined> {
  const counted: Readonly<Partial<Record<FaultKind, number>>> = {
    'seq-gap': node.seq.gaps,
    'bdseq-mismatch': node.bdSeq.mismatches,
    'late-birth': node.lateBirths,
    'unknown-alias': node.unknownAliases,
  };
  const seen = new Set(node.timeline.map(({ kind }) => kind));
  const kinds = Object.keys(FAULT_WORDS).filter(isFault);
  return new Map(
    kinds
      .filter(
        (kind) =>
          (counted[kind] ?? 0) > 0 ||
          (counted[kind] === undefined && seen.has(kind)) ||
          (kind === 'rebirth-storm' && node.rebirthStorm),
      )
      .map((kind) => [kind, counted[kind]]),
  );
}

function doubtOf({ state, births, timeline }: Known): HealthRow | undefined {
  if (state !== 'unknown') return undefined;
  const event = timeline.find(({ kind }) => kind === 'unconfirmed');
  if (event !== undefined) {
    const todo = `${event.detail}. Its next message confirms it; a rebirth does so now.`;
    return { kind: 'doubt', icon: 'info', title: 'Not confirmed', todo, lastAt: event.at };
  }
  const title = births === 0 ? 'Birth not seen' : 'Not born again yet';
  const todo = 'Values and names are known as far as messages said them. Ask for a rebirth.';
  return { kind: 'doubt', icon: 'info', title, todo };
}

function longAgo(faults: number): HealthRow {
  const title = faults === 1 ? '1 fault, some time ago' : `${faults} faults, some time ago`;
  const todo = 'Its last 20 events have none of them any more.';
  return { kind: 'past', icon: 'info', title, todo };
}

function well({ seq, births }: Known): HealthRow {
  if (seq.last === undefined && births === 0) {
    const todo = 'No birth or data have come since MCM began to observe.';
    return { kind: 'none', icon: 'info', title: 'Nothing to judge by yet', todo };
  }
  const todo = 'Births, deaths and sequence numbers are as Sparkplug asks for.';
  return { kind: 'well', icon: 'ok', title: 'Keeps to the specification', todo };
}
