import type { TopicMessageEvent } from '#contract';
import type { TopicRow } from '../app/api/models';

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
    rate: 0,
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
