import { Injectable } from '@nestjs/common';
import { judge, type AlertCondition, type Stretch, type Timeline } from '#domain/alert';
import { numberAt } from '#domain/payload';
import type { HeldMessage } from '#domain/traffic';
import { BrokerService } from '#feature/broker';
import type { ObservedTopic } from '#link/observer';
import { inSlices } from '#platform';
import { topicLabel, TopicSelection } from '../read/topic-selection.js';
import { BrokerRecords } from './broker-records.js';
import { silenceLine, valueLine } from './lines.js';
import { lengthOf, many, onlyNow, type Recorded } from './recorded.js';

const MOST_TOPICS = 50;
const MOST_MESSAGES = 20_000;
const AT_ONCE = 100;

interface Histories {
  readonly topics: readonly {
    readonly topic: ObservedTopic;
    readonly messages: readonly HeldMessage[];
  }[];
  readonly areMore: boolean;
  readonly isCut: boolean;
}

/** What is recorded of topics: the messages that are held of them. */
@Injectable()
export class TopicRecords {
  constructor(
    private readonly broker: BrokerService,
    private readonly selection: TopicSelection,
    private readonly records: BrokerRecords,
  ) {}

  async silence(
    { filter, seconds }: Extract<AlertCondition, { kind: 'topic_silent' }>,
    at: number,
  ): Promise<Recorded> {
    const deaf = this.records.deafTimes(at);
    const histories = await this.histories(filter);
    const timelines = histories.topics.map(({ topic, messages }): Timeline => {
      const heard = messages.map((message) => message.at);
      const stretches = silenceLine({ heard, silence: seconds * 1_000, deaf, until: at });
      return { labels: { topic: topicLabel(topic) }, stretches, until: at };
    });
    return recordedOf(timelines, histories, at);
  }

  async values(
    condition: Extract<AlertCondition, { kind: 'field_threshold' }>,
    at: number,
  ): Promise<Recorded> {
    const deaf = this.records.deafTimes(at);
    const histories = await this.histories(condition.filter);
    const timelines: Timeline[] = [];
    for (const { topic, messages } of histories.topics) {
      const label = topicLabel(topic);
      const values = await inSlices(messages, (message): Stretch => {
        const value = message.evicted ? undefined : numberAt(message.payload, condition.pointer);
        if (value === undefined) return { at: message.at, holds: 'unknown', text: 'No number.' };
        const text = `${condition.pointer} of ${label} was ${value}.`;
        return { at: message.at, holds: judge(condition, value), value, text };
      });
      timelines.push({ labels: { topic: label }, stretches: valueLine(values, deaf), until: at });
    }
    return recordedOf(timelines, histories, at);
  }

  private async histories(filter: string): Promise<Histories> {
    const { topics, areMore } = await this.selection.select(filter, MOST_TOPICS);
    const found: { topic: ObservedTopic; messages: readonly HeldMessage[] }[] = [];
    let room = MOST_MESSAGES;
    for (const topic of topics) {
      const messages = await this.messagesOf(topic.id, room);
      room -= messages.length;
      found.push({ topic, messages });
    }
    return { topics: found, areMore, isCut: room <= 0 };
  }

  /** At most so many, the latest of them, oldest first. */
  private async messagesOf(id: string, most: number): Promise<readonly HeldMessage[]> {
    const pages: (readonly HeldMessage[])[] = [];
    let [before, count] = [undefined as number | undefined, 0];
    while (count < most) {
      const from = before === undefined ? {} : { before };
      const limit = Math.min(AT_ONCE, most - count);
      const { messages } = await this.broker.history({ id, limit, ...from });
      pages.push(messages);
      count += messages.length;
      before = messages.at(-1)?.number;
      if (messages.length < limit) break;
    }
    return pages.flat().reverse();
  }
}

function recordedOf(
  timelines: readonly Timeline[],
  { topics, areMore, isCut }: Histories,
  at: number,
): Recorded {
  const messages = topics.flatMap((one) => one.messages);
  if (messages.length === 0)
    return onlyNow('No message is held of a topic that the filter selects.');
  const first = messages.reduce((least, message) => Math.min(least, message.at), at);
  const coverage = [
    `${many(messages.length, 'message')} to ${many(topics.length, 'topic')} of the last ${lengthOf(at - first)}, as far as they are held.`,
    ...(areMore ? [`More topics than ${MOST_TOPICS} are selected; these were left out.`] : []),
    ...(isCut ? [`Of more than ${MOST_MESSAGES} messages the rest was left out.`] : []),
  ].join(' ');
  return { timelines, samples: messages.length, coverage };
}
