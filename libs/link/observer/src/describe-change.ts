import { preview } from '#domain/payload';
import type { TopicChange } from '#domain/traffic';
import type { TopicMessage } from './snapshot.js';

/** A change of the table as it goes to those who watch. */
export function describeChange(change: TopicChange): TopicMessage {
  const { topic, payload, payloadBytes, flags, coalesced, at } = change;
  const { text, format, truncated } = preview(payload);
  return {
    topic,
    payloadPreview: text,
    payloadFormat: format,
    payloadBytes,
    // What the table could not hold is missing from the preview, too.
    truncated: truncated || payload.length < payloadBytes,
    qos: (flags & 3) as 0 | 1 | 2,
    retained: (flags & 4) !== 0,
    coalesced,
    at,
  };
}
