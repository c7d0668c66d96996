import type { DataType } from '../data-type.js';
import type { Integer, MetricValue, PropertySet } from '../payload.js';
import type { MessageType } from '../sparkplug-topic.js';
import type { EventKind, FaultKind, NodeEvent } from './faults.js';

/** `unknown`: heard of, but its birth was not seen, or not whether it is still there. */
export const NODE_STATES = ['online', 'offline', 'unknown'] as const;
export type NodeState = (typeof NODE_STATES)[number];

const TIMELINE = 20;
/** So many births within so long are a storm. */
export const STORM_BIRTHS = 5;
export const STORM_MS = 60_000;
/** Of a node with its timeline, in bytes. */
const NODE_WEIGHT = 4_096;
/** Of a letter in the name of a node or device, which may have two bytes and stands here and there. */
export const NAME_WEIGHT = 4;

/** A metric of a node or device with its last value. */
export class HeldMetric {
  type: DataType = 'Unknown';
  value: MetricValue | undefined;
  isNull = false;
  isHistorical = false;
  isTransient = false;
  /** The value is too large to be held. */
  omitted = false;
  /** Whether the value came with a birth, not with data. */
  ofBirth = true;
  timestamp: Integer | undefined;
  properties: PropertySet | undefined;
  at = 0;
  weight = 0;

  constructor(
    readonly owner: Device | EdgeNode,
    readonly name: string,
    readonly alias: Integer | undefined,
  ) {}
}

/** What has births, deaths and metrics: a device, and a node, too. */
abstract class Source {
  state: NodeState = 'unknown';
  /** When it came to this state. */
  since: number;
  births = 0;
  deaths = 0;
  lastBirthAt: number | undefined;
  lastDeathAt: number | undefined;
  lastDataAt: number | undefined;
  /** Whether its birth was seen since its last death. */
  born = false;
  readonly metrics = new Map<string, HeldMetric>();
  /** By aliases that another source of the node has, too: against the specification, and yet it happens. */
  strays: Map<Integer, HeldMetric> | undefined;
  /** What its last birth said of itself, so that it is known when the broker hands it over again. */
  birthMark: string | undefined;
  /** The epochs in which retained messages came last. */
  #retainedIn: Partial<Record<MessageType, number>> | undefined;

  constructor(at: number) {
    this.since = at;
  }

  /** A retained message came; answers the epoch in which the one before did. */
  retained(type: MessageType, epoch: number): number | undefined {
    const before = this.#retainedIn?.[type];
    this.#retainedIn = { ...this.#retainedIn, [type]: epoch };
    return before;
  }
}

export class Device extends Source {
  constructor(
    readonly name: string,
    at: number,
  ) {
    super(at);
  }
}

/** What is known of an edge node. */
export class EdgeNode extends Source {
  readonly devices = new Map<string, Device>();
  /** Of all its sources, by the births of this session. */
  readonly aliases = new Map<Integer, HeldMetric>();
  readonly timeline: NodeEvent[] = [];
  /** Metrics of the node and its devices. */
  metricCount = 0;
  /** About how many bytes it takes with all that it has. */
  weight: number;
  /** Nothing when the next message cannot be checked against it. */
  seq: number | undefined;
  gaps = 0;
  lastGapAt: number | undefined;
  bdSeq: Integer | undefined;
  bdSeqMismatches = 0;
  lateBirths = 0;
  unknownAliases = 0;
  faults = 0;
  /** The times of the last births, as many as make a storm. */
  readonly birthTimes: number[] = [];
  storming = false;
  /** It sent data after its death was seen and has not been born since. */
  dataBeforeBirth = false;
  /** The death may have been that of another session than the one that is there: MCM missed a birth. */
  deathDoubted = false;
  /** How often MCM may have missed something when it was heard last. */
  epoch = 0;
  /** The same of when it was born; nothing when that birth may be of long ago. */
  birthEpoch: number | undefined;

  constructor(
    readonly id: string,
    readonly group: string,
    readonly name: string,
    at: number,
  ) {
    super(at);
    this.weight = NODE_WEIGHT + (group.length + name.length) * NAME_WEIGHT;
  }

  tell(at: number, kind: EventKind, detail: string): void {
    this.timeline.push({ at, kind, detail });
    if (this.timeline.length > TIMELINE) this.timeline.shift();
  }

  /** In a storm of births now. */
  inStorm(now: number): boolean {
    const [first] = this.birthTimes;
    return (
      this.birthTimes.length === STORM_BIRTHS && first !== undefined && now - first <= STORM_MS
    );
  }
}

/** Tells what changed, and which faults there were. */
export interface StateListener {
  changed(node: EdgeNode, device: Device | undefined, at: number): void;
  fault(kind: FaultKind, count: number): void;
}
