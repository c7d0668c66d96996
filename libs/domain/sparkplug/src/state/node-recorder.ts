import type { Device, EdgeNode, NodeState, StateListener } from './edge-node.js';
import type { FaultKind } from './faults.js';
import type { Amiss } from './take-metrics.js';

export const LONGEST_DETAIL = 200;

interface Fault {
  readonly kind: FaultKind;
  readonly detail: string;
  readonly count?: number;
}

/** Records states and faults of nodes, and tells of them. */
export class NodeRecorder {
  readonly #listener: StateListener;
  /** Counts how often MCM may have missed something. */
  epoch = 0;

  constructor(listener: StateListener) {
    this.#listener = listener;
  }

  /** Records what a node did wrong; in the timeline once, however often. */
  fault(node: EdgeNode, at: number, { kind, detail, count = 1 }: Fault): void {
    node.faults += count;
    node.tell(at, kind, detail.slice(0, LONGEST_DETAIL));
    this.#listener.fault(kind, count);
  }

  tellAmiss(node: EdgeNode, at: number, amiss: Amiss): void {
    const { collisions, unknownAliases, unknownMetrics, misfits, first = '' } = amiss;
    node.unknownAliases += unknownAliases;
    const tell = (kind: FaultKind, count: number) => {
      if (count > 0) this.fault(node, at, { kind, detail: `${count}, the first: ${first}`, count });
    };
    tell('alias-collision', collisions);
    tell('unknown-alias', unknownAliases);
    tell('unknown-metric', unknownMetrics);
    tell('type-mismatch', misfits);
  }

  enter(node: EdgeNode, device: Device | undefined, state: NodeState, at: number): void {
    const source = device ?? node;
    if (source.state === state) return;
    source.state = state;
    source.since = at;
    this.#listener.changed(node, device, at);
  }

  /** Whether MCM heard everything since the birth of the node. */
  sawAll(node: EdgeNode): boolean {
    return node.born && node.birthEpoch === this.epoch;
  }
}
