import { Injectable } from '@nestjs/common';
import type { HeldMessage } from '#domain/traffic';
import { inSlices, Problem, timestamp, Turns } from '#platform';
import {
  GapDto,
  type DecodedDto,
  type HistoryListQuery,
  type HistoryMessageDto,
  type SeriesPointDto,
  type TopicDecode,
  type TopicDetailDto,
  type TopicHistoryDto,
  type TopicMessageDto,
  type TopicMessageQuery,
  type TopicSeriesDto,
} from './api/topic-message.dto.js';
import { TopicDto } from './api/topics.dto.js';
import { BrokerService } from './broker.service.js';
import { decoded, describeInShort, describeWhole, isGone } from './describe-message.js';
import { metricNumbers, PAYLOAD_NUMBERS, type Numbers } from './message-numbers.js';
import { SparkplugPayloads } from './sparkplug-payloads.js';

/** Messages that are asked of the observer at once, where all are wanted. */
const AT_ONCE = 100;
/** What is read at once, and by one user: each may hold as much as the history of the observer. */
const HISTORIES = { atOnce: 2, ofOne: 16 };
const ALL_SERIES = { atOnce: 2, ofOne: 8 };

/** What was published to one topic, read as people or plots want it. */
@Injectable()
export class TopicMessages {
  private readonly histories = new Turns(HISTORIES);
  private readonly allSeries = new Turns(ALL_SERIES);

  constructor(
    private readonly broker: BrokerService,
    private readonly sparkplug: SparkplugPayloads,
  ) {}

  /** A level with its last message, if it is a topic, or with the message of that number. */
  async detail(id: string, { decode, number }: TopicMessageQuery): Promise<TopicDetailDto> {
    const { row, message } = await this.broker.message(id, number);
    if (message === undefined && number !== undefined) throw notHeld(number);
    const topic = TopicDto.of(row);
    if (message === undefined) return topic;
    return Object.assign(topic, { message: await this.whole(row.topic, message, decode) });
  }

  /** Messages, latest first, with the gaps between them and up to the message before them. */
  history(id: string, query: HistoryListQuery, user: number): Promise<TopicHistoryDto> {
    return this.histories.take(user, () => this.readHistory(id, query));
  }

  /** The numbers that `fields` lead to, in all messages that are held; one without is left out. */
  series(id: string, fields: readonly string[], user: number): Promise<TopicSeriesDto> {
    return this.allSeries.take(user, () => this.readSeries(id, fields));
  }

  /** The whole payload of the last message, or of the one of that number. */
  async raw(id: string, number?: number): Promise<Uint8Array> {
    const { message } = await this.broker.message(id, number);
    if (message === undefined) throw notHeld(number);
    if (!message.evicted) return message.payload;
    const detail = 'The payload was let go to stay within the memory budget, or part of it.';
    throw new Problem('message-not-found', detail);
  }

  private async whole(
    topic: string,
    message: HeldMessage,
    as: TopicDecode | undefined,
  ): Promise<TopicMessageDto> {
    const whole = describeWhole(message);
    const read = as === undefined || isGone(message) ? undefined : this.read(topic, message, as);
    return Object.assign(whole, {
      ...(this.sparkplug.isLikely(topic, message) && { likely: 'sparkplug' as const }),
      ...(read !== undefined && { decoded: await read }),
    });
  }

  private async read(topic: string, message: HeldMessage, as: TopicDecode): Promise<DecodedDto> {
    return as === 'sparkplug' ? this.sparkplug.decoded(topic, message) : decoded(message, as);
  }

  private short(topic: string, message: HeldMessage): HistoryMessageDto {
    const sparkplug = this.sparkplug.inShort(topic, message);
    return Object.assign(describeInShort(message), sparkplug === undefined ? {} : { sparkplug });
  }

  private async readHistory(
    id: string,
    { limit, cursor }: HistoryListQuery,
  ): Promise<TopicHistoryDto> {
    const before = cursor === undefined ? {} : { before: cursor };
    const { topic, messages, total, held } = await this.broker.history({
      id,
      limit: limit + 1,
      ...before,
    });
    const page = messages.slice(0, limit);
    const oldest = page.at(-1);
    const more = messages.length > page.length && oldest !== undefined;
    return {
      messages: await inSlices(page, (message) => this.short(topic, message)),
      gaps: this.gaps(messages.at(-1)?.at, cursor === undefined ? Date.now() : page[0]?.at),
      ...{ total, held },
      ...(more && { nextCursor: oldest.number }),
    };
  }

  private async readSeries(id: string, fields: readonly string[]): Promise<TopicSeriesDto> {
    const wanted = [...new Set(fields)];
    const points = new Map(wanted.map((field) => [field, [] as SeriesPointDto[]]));
    const { row, message: last } = await this.broker.message(id);
    const numbers = await this.numbers(row.topic, last);
    let oldestAt = last?.at;
    for await (const messages of wanted.length === 0 ? [] : this.pages(id)) {
      oldestAt = messages.at(-1)?.at ?? oldestAt;
      // Part of a number is another number.
      const whole = messages.filter(({ evicted }) => !evicted);
      for (const { message, field, value } of await numbers.read(whole, wanted)) {
        points.get(field)?.push({ number: message.number, at: timestamp(message.at), value });
      }
    }
    return {
      fields: last === undefined || last.evicted ? [] : [...numbers.fields(last)],
      series: wanted.map((field) => ({ field, points: points.get(field)?.reverse() ?? [] })),
      gaps: this.gaps(oldestAt, Date.now()),
    };
  }

  /** By the names of metrics on a topic of Sparkplug, else by pointers. */
  private async numbers(topic: string, last: HeldMessage | undefined): Promise<Numbers> {
    if (last === undefined || !this.sparkplug.isLikely(topic, last)) return PAYLOAD_NUMBERS;
    return metricNumbers(await this.sparkplug.numberReader(topic));
  }

  /** All messages that are held, latest first. */
  private async *pages(id: string): AsyncGenerator<readonly HeldMessage[]> {
    let before: number | undefined;
    let more = true;
    while (more) {
      const from = before === undefined ? {} : { before };
      const { messages } = await this.broker.history({ id, limit: AT_ONCE, ...from });
      yield messages;
      before = messages.at(-1)?.number;
      more = messages.length === AT_ONCE;
    }
  }

  /** Latest first; none in no time at all. */
  private gaps(from: number | undefined, until: number | undefined): GapDto[] {
    if (from === undefined || until === undefined) return [];
    return this.broker
      .snapshot()
      .gaps.filter((gap) => gap.from < until && (gap.until ?? until) > from)
      .map((gap) => GapDto.of(gap))
      .reverse();
  }
}

function notHeld(number: number | undefined): Problem {
  return number === undefined
    ? new Problem('message-not-found', 'No message to this very name is held.')
    : new Problem('message-not-found', `Message ${number} of this topic is not held.`);
}
