import type { TopicMessageEvent } from '#contract';
import type { TopicRow } from '../api/models';

/** A topic as the tree shows it. */
export interface TopicNode {
  readonly row: TopicRow;
  /** When its last value was seen to change, by this browser's clock; 0 for never. */
  readonly changedAt: number;
  /** How often it has: two animations that take turns start anew with each. */
  readonly changes: number;
}

/** A row that blinks all the time says nothing. */
const BETWEEN_FLASHES_MS = 2_000;

/** The node after the server was asked again. */
export function afterAnswer(node: TopicNode | undefined, row: TopicRow): TopicNode {
  return node === undefined ? { row, changedAt: 0, changes: 0 } : { ...node, row };
}

/** The node after a message; `now` is this browser's clock. */
export function afterMessage(node: TopicNode, event: TopicMessageEvent, now: number): TopicNode {
  const flashes = now - node.changedAt >= BETWEEN_FLASHES_MS;
  return {
    row: {
      ...node.row,
      isTopic: true,
      messages: node.row.messages + event.coalesced,
      lastSeenAt: event.observedAt,
      qos: event.qos,
      retained: event.retained,
      payloadBytes: event.payloadBytes,
      payloadFormat: event.payloadFormat,
      payloadPreview: event.payloadPreview,
      truncated: event.truncated,
      payloadEvicted: false,
    },
    changedAt: flashes ? now : node.changedAt,
    changes: flashes ? node.changes + 1 : node.changes,
  };
}
