import { decayed, rateOf, TICK_MS } from './decay.js';
import { BRANCH, FLAG, LEVEL, SEEN, type LevelStore } from './level-store.js';
import { nameOf } from './topic-name.js';
import type { MessageRing } from './message-ring.js';
import type {
  HeldMessage,
  LastMessage,
  LastPayload,
  TopicChange,
  TopicRow,
  TopicSeen,
} from './topic-row.js';
import type { TopicTree } from './topic-tree.js';

/** In the flags of a message that is held, the milliseconds beyond its tick follow QoS and retained. */
export const HELD_REST_SHIFT = 3;

const NOTHING = new Uint8Array();
const QOS = [0, 1, 2] as const;
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
  row(level: number, id: string, now: { tick: number; origin: number }): TopicRow {
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
      ownRate: this.ownRate(view, at, now.tick),
      rate: this.ownRate(view, at, now.tick) + rateBelow,
      ...(isTopic && {
        seen: this.#seen(level, now.origin),
        last: withoutPayload(this.last(level, now.origin)),
      }),
    };
  }

  /** What is held of a topic, of those messages that have a number below `before`; latest first. */
  history(level: number, origin: number, limit: number, before: number): HeldMessage[] {
    const ring = this.tree.messages.ring(level);
    if (ring === undefined) return [];
    const places = ring.places();
    const oldest = this.#messages(level) - places.length + 1;
    const end = Math.max(0, Math.min(places.length, before - oldest));
    return places
      .slice(Math.max(0, end - limit), end)
      .map((place, at) => heldMessage(ring, place, oldest + Math.max(0, end - limit) + at, origin))
      .reverse();
  }

  /** How many messages of a topic are held. */
  held(level: number): number {
    return this.tree.messages.ring(level)?.count ?? 0;
  }

  /** Messages per second to exactly the topic whose record is at `at`. */
  ownRate(view: DataView, at: number, tick: number): number {
    const weight = view.getFloat32(at + LEVEL.weight, true);
    return rateOf(decayed(weight, tick - view.getInt32(at + LEVEL.tick, true)));
  }

  change(level: number, origin: number, before: number): TopicChange {
    const ring = this.tree.messages.ring(level);
    return {
      topic: this.topicOf(level),
      payload: ring?.payload(ring.newest) ?? NOTHING,
      payloadBytes: this.#store.get(level, LEVEL.payloadBytes),
      flags: this.#messageFlags(level),
      at: this.#at(level, origin),
      coalesced: this.#messages(level) - before,
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

  /** What is held of the topic's last message. */
  last(level: number, origin: number): LastPayload {
    const ring = this.tree.messages.ring(level);
    const held = ring?.payload(ring.newest) ?? NOTHING;
    const payloadBytes = this.#store.get(level, LEVEL.payloadBytes);
    const flags = this.#messageFlags(level);
    return {
      at: this.#at(level, origin),
      qos: qosOf(flags),
      retained: (flags & 4) !== 0,
      payload: held,
      payloadBytes,
      evicted: held.length < payloadBytes,
    };
  }

  #seen(level: number, origin: number): TopicSeen {
    const seen = this.#store.seen(level);
    return {
      firstAt: origin + (this.#store.get(level, LEVEL.first) | 0) * TICK_MS,
      qos: QOS.filter((qos) => (seen & (1 << qos)) !== 0),
      retained: (seen & SEEN.retained) !== 0,
      retainedHeld: (seen & SEEN.retainedHeld) !== 0,
      held: this.held(level),
    };
  }

  #messages(level: number): number {
    const at = this.#store.levels.offset(level) + LEVEL.messages;
    return this.#store.levels.view(level).getFloat64(at, true);
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

function withoutPayload({ payload: _, ...last }: LastPayload): LastMessage {
  return last;
}

function heldMessage(
  ring: MessageRing,
  place: number,
  number: number,
  origin: number,
): HeldMessage {
  const flags = ring.flags(place);
  const payload = ring.payload(place);
  const payloadBytes = ring.payloadBytes(place);
  return {
    ...{ number, payloadBytes, evicted: payload.length < payloadBytes },
    at: origin + ring.tick(place) * TICK_MS + (flags >>> HELD_REST_SHIFT),
    qos: qosOf(flags),
    retained: (flags & 4) !== 0,
    payload: payload.slice(),
    properties: ring.properties(place).slice(),
  };
}

function qosOf(flags: number): 0 | 1 | 2 {
  const qos = flags & 3;
  return qos === 1 || qos === 2 ? qos : 0;
}
