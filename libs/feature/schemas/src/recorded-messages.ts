import { Injectable } from '@nestjs/common';
import { BrokerService } from '#feature/broker';
import type { TrialMessage } from '#link/judge';
import { timestamp } from '#platform';

/** What is looked at in one go: more would take the observer, and whoever waits, too long. */
const MOST_TOPICS = 1_000;
const MOST_MESSAGES = 10_000;
const MOST_BYTES = 33_554_432;
const OF_ONE_TOPIC = 2_000;
/** Asked of the observer at once. */
const TOPICS_AT_ONCE = 500;
const MESSAGES_AT_ONCE = 100;

/** Messages that MCM holds, and in words which of those that there were. */
export interface Recording {
  readonly messages: readonly TrialMessage[];
  readonly topics: number;
  /** Counted, and not looked at. */
  readonly skipped: number;
  readonly from?: number;
  readonly until?: number;
  readonly coverage: string;
}

interface Gathered {
  readonly messages: TrialMessage[];
  bytes: number;
  /** All messages of these topics that were counted. */
  total: number;
}

/** What was published, as far as the observer holds it. */
@Injectable()
export class RecordedMessages {
  constructor(private readonly broker: BrokerService) {}

  /** @throws Problem `topic-not-found`, `observer-unavailable` */
  async ofTopic(id: string, gone?: AbortSignal): Promise<Recording> {
    const gathered: Gathered = { messages: [], bytes: 0, total: 0 };
    await this.gather(id, OF_ONE_TOPIC, gathered, gone);
    return recording(gathered, 1, false);
  }

  /** The latest of each topic, of many topics fewer. @throws Problem `observer-unavailable` */
  async ofFilter(filter: string, gone?: AbortSignal): Promise<Recording> {
    const { ids, more } = await this.topics(filter, gone);
    const each = Math.min(OF_ONE_TOPIC, Math.floor(MOST_MESSAGES / Math.max(1, ids.length)));
    const gathered: Gathered = { messages: [], bytes: 0, total: 0 };
    for (const id of ids) await this.gather(id, each, gathered, gone);
    return recording(gathered, ids.length, more);
  }

  private async topics(
    filter: string,
    gone?: AbortSignal,
  ): Promise<{ ids: string[]; more: boolean }> {
    const ids: string[] = [];
    for (let cursor: string | undefined; ;) {
      gone?.throwIfAborted();
      const page = { limit: TOPICS_AT_ONCE, ...(cursor !== undefined && { cursor }) };
      const { rows, nextCursor } = await this.broker.search({ filter, sort: 'name', ...page });
      ids.push(...rows.filter(({ isTopic }) => isTopic).map(({ id }) => id));
      if (nextCursor === undefined || ids.length >= MOST_TOPICS) {
        const more = nextCursor !== undefined || ids.length > MOST_TOPICS;
        return { ids: ids.slice(0, MOST_TOPICS), more };
      }
      cursor = nextCursor;
    }
  }

  /** Adds at most so many messages of the topic, latest first. */
  private async gather(id: string, most: number, all: Gathered, gone?: AbortSignal): Promise<void> {
    let before: number | undefined;
    for (let left = most; left > 0 && all.bytes < MOST_BYTES;) {
      gone?.throwIfAborted();
      const page = {
        limit: Math.min(left, MESSAGES_AT_ONCE),
        ...(before !== undefined && { before }),
      };
      const { topic, messages, total } = await this.broker.history({ id, ...page });
      if (before === undefined) all.total += total;
      for (const { payload, evicted, number, at } of messages) {
        // Part of a payload says nothing about the whole.
        if (!evicted) all.messages.push({ topic, number, at, payload });
        all.bytes += payload.length;
      }
      before = messages.at(-1)?.number;
      left -= messages.length;
      if (messages.length < page.limit) return;
    }
  }
}

function recording({ messages, total }: Gathered, topics: number, more: boolean): Recording {
  const times = messages.flatMap(({ at }) => (at === undefined ? [] : [at]));
  const [from, until] = [Math.min(...times), Math.max(...times)];
  const skipped = total - messages.length;
  const parts = [
    `${counted(messages.length, 'message')} of ${counted(topics, 'topic')}`,
    ...(times.length > 0 ? [`from ${timestamp(from)} until ${timestamp(until)}`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'earlier message')} left out or no longer held`] : []),
    ...(more ? ['more topics match and were left out'] : []),
  ];
  return {
    ...{ messages, topics, skipped, coverage: `${parts.join('; ')}.` },
    ...(times.length > 0 && { from, until }),
  };
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
