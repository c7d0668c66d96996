import { decayed, rateOf, TICK_MS } from './decay.js';
import { BRANCH, FLAG, LEVEL, type LevelStore } from './level-store.js';
import { nameOf } from './topic-name.js';
import type { LastMessage, TopicChange, TopicRow } from './topic-row.js';
import type { TopicTree } from './topic-tree.js';

const NOTHING_BELOW = {
  topicsBelow: 0,
  levelsBelow: 0,
  messagesBelow: 0,
  payloadBytesBelow: 0,
  rateBelow: 0,
};

/** Turns records into values for people to read. */
export class RowReader {
  readonly #store: LevelStore;

  constructor(private readonly tree: TopicTree) {
    this.#store = tree.store;
  }

  topicOf(level: number): string {
    return nameOf(this.#store.topicBytes(level));
  }

  /** `tick` and `origin` are the present and the beginning of time, for the rate and the time. */
  row(level: number, id: string, now: { tick: number; origin: number }, limit: number): TopicRow {
    const view = this.#store.levels.view(level);
    const at = this.#store.levels.offset(level);
    const isTopic = (this.#store.flags(level) & FLAG.topic) !== 0;
    const { rateBelow, ...below } = this.#below(this.#store.get(level, LEVEL.branch), now.tick);
    return {
      id,
      name: nameOf(this.#store.name(level)),
      topic: this.topicOf(level),
      isTopic,
      messages: view.getFloat64(at + LEVEL.messages, true),
      payloadBytesTotal: view.getFloat64(at + LEVEL.payloadBytesTotal, true),
      ...below,
      rate: this.ownRate(view, at, now.tick) + rateBelow,
      ...(isTopic && { last: this.#last(level, now.origin, limit) }),
    };
  }

  /** Messages per second to exactly the topic whose record is at `at`. */
  ownRate(view: DataView, at: number, tick: number): number {
    const weight = view.getFloat32(at + LEVEL.weight, true);
    return rateOf(decayed(weight, tick - view.getInt32(at + LEVEL.tick, true)));
  }

  change(level: number, origin: number, before: number): TopicChange {
    const view = this.#store.levels.view(level);
    const messages = view.getFloat64(this.#store.levels.offset(level) + LEVEL.messages, true);
    return {
      topic: this.topicOf(level),
      payload: this.tree.payload(level),
      payloadBytes: this.#store.get(level, LEVEL.payloadBytes),
      flags: this.#messageFlags(level),
      at: this.#at(level, origin),
      coalesced: messages - before,
    };
  }

  #below(branch: number, tick: number): typeof NOTHING_BELOW {
    if (branch === 0) return NOTHING_BELOW;
    const view = this.#store.branches.view(branch);
    const at = this.#store.branches.offset(branch);
    const weight = view.getFloat32(at + BRANCH.weight, true);
    return {
      topicsBelow: view.getUint32(at + BRANCH.topics, true),
      levelsBelow: view.getUint32(at + BRANCH.levels, true),
      messagesBelow: view.getFloat64(at + BRANCH.messages, true),
      payloadBytesBelow: view.getFloat64(at + BRANCH.payloadBytes, true),
      rateBelow: rateOf(decayed(weight, tick - view.getInt32(at + BRANCH.tick, true))),
    };
  }

  #last(level: number, origin: number, limit: number): LastMessage {
    const held = this.tree.payload(level);
    const payloadBytes = this.#store.get(level, LEVEL.payloadBytes);
    const flags = this.#messageFlags(level);
    return {
      at: this.#at(level, origin),
      qos: qosOf(flags),
      retained: (flags & 4) !== 0,
      payload: held.slice(0, limit),
      payloadBytes,
      evicted: held.length < payloadBytes,
    };
  }

  #messageFlags(level: number): number {
    return (this.#store.flags(level) >>> FLAG.messageShift) & FLAG.messageMask;
  }

  #at(level: number, origin: number): number {
    const tick = this.#store.get(level, LEVEL.tick) | 0;
    return (
      origin + tick * TICK_MS + ((this.#store.flags(level) >>> FLAG.restShift) & FLAG.restMask)
    );
  }
}

function qosOf(flags: number): 0 | 1 | 2 {
  const qos = flags & 3;
  return qos === 1 || qos === 2 ? qos : 0;
}
