import { Injectable } from '@nestjs/common';
import { judge, judgeSilence, type Reading, type Sample } from '#domain/alert';
import { numberAt } from '#domain/payload';
import { BrokerService } from '#feature/broker';
import { topicId, type ObservedTopic } from '#link/observer';
import { unseen, unseenAsUnknown, type Asked } from './asked.js';
import { topicLabel, TopicSelection } from './topic-selection.js';

/** Right after a subscription, the broker sends what it retains: no sign of life of whoever published it. */
const REPLAY_MS = 10_000;
/** Values by topic and pointer, so that a payload is read once. */
const MOST_VALUES = 20_000;

interface KnownValue {
  readonly messages: number;
  readonly at: number;
  readonly value: number | undefined;
}

/** Reads what topics said last, and when. */
@Injectable()
export class TopicReader {
  private readonly values = new Map<string, KnownValue>();

  constructor(
    private readonly broker: BrokerService,
    private readonly selection: TopicSelection,
  ) {}

  /** A topic that was heard once and is not held any more is silent, too. */
  async silent({ condition, active, at }: Asked<'topic_silent'>): Promise<Reading> {
    const { filter, seconds } = condition;
    const { topics, areMore } = await this.selection.watch(filter, active);
    // Once for all topics: a snapshot brings the history of traffic with it.
    const { state, connection } = this.broker.snapshot();
    const isListening = state === 'running' && connection.status === 'connected';
    const listeningSince = isListening ? connection.since : undefined;
    const sampleOf = (topic: string, heardAt: number | undefined): Sample => {
      const holds = judgeSilence({ at, silence: seconds * 1_000, listeningSince, heardAt });
      const since = Math.max(0, Math.round((at - (heardAt ?? listeningSince ?? at)) / 1_000));
      const text =
        heardAt === undefined
          ? `${topic} has sent nothing since MCM listens.`
          : `${topic} was last heard ${since} s before.`;
      return { labels: { topic }, holds, value: since, text };
    };
    const samples = topics.map((topic) =>
      sampleOf(topicLabel(topic), heardAt(topic, connection.since)),
    );
    const isOne = !/[+#]/.test(filter);
    if (isOne && topics.length === 0) {
      samples.push(sampleOf(topicLabel({ topic: filter, id: topicId(filter) }), undefined));
    }
    const missed = unseen(active, samples).map(({ labels }) =>
      sampleOf(labels['topic'] ?? '', undefined),
    );
    return { samples: [...samples, ...missed], ...(areMore && { areMore: true }) };
  }

  async exceeding({ condition, active }: Asked<'field_threshold'>): Promise<Reading> {
    const { filter, pointer } = condition;
    const { topics, areMore } = await this.selection.watch(filter, active);
    const samples: Sample[] = [];
    for (const topic of topics) {
      const value = await this.valueOf(topic, pointer);
      const name = topicLabel(topic);
      const place = pointer === '' ? name : `${pointer} of ${name}`;
      samples.push(
        value === undefined
          ? { labels: { topic: name }, holds: 'unknown', text: `${place} is no number now.` }
          : {
              labels: { topic: name },
              ...{ holds: judge(condition, value), value, text: `${place} is ${value}.` },
            },
      );
    }
    // Let go, or not heard since a start: nobody knows its value.
    const missed = unseenAsUnknown(active, samples);
    return { samples: [...samples, ...missed], ...(areMore && { areMore: true }) };
  }

  private async valueOf(topic: ObservedTopic, pointer: string): Promise<number | undefined> {
    const { id, messages, last } = topic;
    if (last === undefined || last.evicted) return undefined;
    const key = `${id}${pointer}`;
    const known = this.values.get(key);
    if (known?.messages === messages && known.at === last.at) return known.value;
    const value = numberAt(await this.payloadOf(topic), pointer);
    if (this.values.size >= MOST_VALUES) this.values.clear();
    this.values.set(key, { messages, at: last.at, value });
    return value;
  }

  /** The beginning that came with the search, where it is all. */
  private async payloadOf({ id, last }: ObservedTopic): Promise<Uint8Array> {
    if (last?.payloadFormat !== 'binary' && last?.truncated === false) {
      return Buffer.from(last.payloadPreview ?? '');
    }
    const { message } = await this.broker.message(id);
    return message === undefined || message.evicted ? new Uint8Array() : message.payload;
  }
}

/** When a topic was heard last, as far as it was no replay; the connection is as it is since `since`. */
function heardAt({ last, seen, messages }: ObservedTopic, since: number): number | undefined {
  if (last === undefined) return undefined;
  const isEarly = last.at >= since && last.at - since < REPLAY_MS;
  // The broker sends one message of what it retains: of a topic that was not known before, the next is news.
  const isNews = seen !== undefined && seen.firstAt >= since && messages > 1;
  return last.retained && isEarly && !isNews ? undefined : last.at;
}
