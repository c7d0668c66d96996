import type { TopicRow, TopicSort } from '../api/models';
import { count, duration, rate, size } from '../ui/formats';

const LONGEST = 200;

/** The last value of a topic on one line. */
export function valueWords(row: TopicRow): string {
  const { isTopic, payloadBytes, payloadEvicted, payloadFormat, payloadPreview } = row;
  if (!isTopic) return '';
  if (payloadEvicted) return 'value let go';
  if (payloadBytes === 0) return '0 bytes';
  if (payloadFormat === 'binary') return `${size(payloadBytes ?? 0)}, binary`;
  // One line: a row has no other, and a preview may have many.
  return (payloadPreview ?? '').replace(/\s+/g, ' ').slice(0, LONGEST);
}

/** What stands at the end of a row, and above its column. */
export const MEASURES: Record<TopicSort | 'tree', string> = {
  tree: 'msg/s',
  name: 'msg/s',
  rate: 'msg/s',
  messages: 'messages',
  bytes: 'bytes',
  'last-seen': 'last seen',
};

/** The figure that rows are sorted by, or else the rate; `now` by the server's clock. */
export function measureWords(row: TopicRow, sort: TopicSort | 'tree', now: number): string {
  switch (sort) {
    case 'tree':
      return rateWords(row.rate);
    case 'name':
    case 'rate':
      return rateWords(row.ownRate);
    case 'messages':
      return count(row.messages);
    case 'bytes':
      return size(row.bytes);
    case 'last-seen':
      return row.lastSeenAt === undefined ? '–' : age(now - Date.parse(row.lastSeenAt));
  }
}

function rateWords(perSecond: number): string {
  return perSecond < 0.005 ? '–' : rate(perSecond);
}

function age(ms: number): string {
  return ms < 1_000 ? 'now' : duration(ms);
}
