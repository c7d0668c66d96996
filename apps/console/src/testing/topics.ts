import type { TopicMessageEvent } from '#contract';
import type {
  HistoryMessage,
  TopicDetail,
  TopicHistory,
  TopicMessage,
  TopicRow,
} from '../app/api/models';

/** A row of the API for a topic of this name; its id is the name, so that tests read well. */
export function rowOf(topic: string, change: Partial<TopicRow> = {}): TopicRow {
  return {
    id: topic,
    name: topic.slice(topic.lastIndexOf('/') + 1),
    topic,
    isTopic: true,
    topicsBelow: 0,
    messages: 1,
    messagesBelow: 0,
    bytes: 0,
    bytesBelow: 0,
    rate: 0,
    ownRate: 0,
    ...change,
  };
}

export function messageOf(
  topic: string,
  change: Partial<TopicMessageEvent> = {},
): TopicMessageEvent {
  return {
    type: 'topic_message',
    topic,
    payloadPreview: '',
    payloadFormat: 'text',
    payloadBytes: 0,
    truncated: false,
    qos: 0,
    retained: false,
    coalesced: 1,
    observedAt: '2026-11-23T14:20:31.204Z',
    ...change,
  };
}

/** A page of a history with as much of each message as is given. */
export function historyOf(
  messages: readonly Partial<HistoryMessage>[],
  change: Partial<TopicHistory> = {},
): TopicHistory {
  return {
    messages: messages.map((message) => ({ ...HISTORY_MESSAGE, ...message })),
    gaps: [],
    total: messages.length,
    held: messages.length,
    ...change,
  };
}

const HISTORY_MESSAGE: HistoryMessage = {
  number: 1,
  observedAt: '2026-11-23T14:20:31.204Z',
  qos: 0,
  retained: false,
  payloadBytes: 2,
  payloadFormat: 'json',
  payloadPreview: '{}',
  truncated: false,
};

/** The topic with its message of this number and payload, as JSON; the message is the last one. */
export function detailOf(topic: string, number: number, payload: unknown = number): TopicDetail {
  const data = JSON.stringify(payload);
  const message: TopicMessage = {
    ...HISTORY_MESSAGE,
    number,
    payloadBytes: data.length,
    payloadPreview: data,
    payload: { encoding: 'utf8', data, truncated: false },
    likely: 'json',
    properties: { userProperties: [] },
  };
  return { ...rowOf(topic, { messages: number, held: number }), message };
}
