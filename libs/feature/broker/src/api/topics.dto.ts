import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import type { PayloadFormat } from '#contract';
import { TOPIC_SORTS, type TopicSort } from '#domain/traffic';
import type { FoundTopicPage, ObservedTopic } from '#link/observer';
import { IfGiven, PageLimit, timestamp } from '#platform';
import { IsFilter } from './is-filter.js';
import { IsTrueOrFalse } from './true-or-false.js';

const TOPIC_ID = /^[A-Za-z0-9_-]{22}$/;
const NOT_AN_ID = { message: 'id must be the id of a topic: 22 characters' };
const LONGEST_TOPIC = 65_535;

/** Which topics to look for among all that are held. */
export class FindQuery {
  /** An MQTT topic filter. Topics that begin with `$` are found only by a filter that does, too. */
  @IfGiven()
  @IsFilter()
  filter?: string;

  /** Part of the topic; letters A to Z in either case. */
  @IfGiven()
  @IsString()
  @MaxLength(1_024)
  contains?: string;

  /** Part of the last payload; letters A to Z in either case. */
  @IfGiven()
  @IsString()
  @MaxLength(1_024)
  value?: string;

  @PageLimit(100)
  limit = 100;

  /** `nextCursor` of the page before. */
  @IfGiven()
  @IsString()
  @MaxLength(100_000)
  cursor?: string;
}

/**
 * Without any of `filter`, `contains`, `value`, `retained` and `sort`: one level of the tree. With one of them:
 * a flat list.
 */
export class TopicQuery extends FindQuery {
  /** The id of the level whose children are asked for; without it, the first levels. Not for a flat list. */
  @IfGiven()
  @Matches(TOPIC_ID, { message: 'parent must be the id of a topic: 22 characters' })
  parent?: string;

  /** `name`: by the levels of the topic. All others: the greatest first. */
  @ApiProperty({ enum: TOPIC_SORTS, enumName: 'TopicSort', required: false })
  @IfGiven()
  @IsIn(TOPIC_SORTS)
  sort?: TopicSort;

  /** Only topics of which the broker holds a retained message, as far as MCM has seen. */
  @IfGiven()
  @IsTrueOrFalse()
  retained?: boolean;
}

export class TopicParams {
  /** Opaque: a hash of the topic's name. */
  @Matches(TOPIC_ID, NOT_AN_ID)
  id: string;
}

export class TopicLookupDto {
  /** Names of topics. */
  @ApiProperty({ type: [String], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(LONGEST_TOPIC, { each: true })
  topics: string[];
}

/** One level of the tree of topics. */
@ApiSchema({ name: 'TopicRow' })
export class TopicDto {
  /** Opaque, and the same for the same name. */
  readonly id: string;
  /** The last level of the name; may be empty. */
  readonly name: string;
  /** The whole name. */
  readonly topic: string;
  /** Whether messages were seen to this very name, not only below it. */
  readonly isTopic: boolean;
  readonly topicsBelow: number;
  readonly messages: number;
  readonly messagesBelow: number;
  /** Payload bytes of all messages to this very name. */
  readonly bytes: number;
  readonly bytesBelow: number;
  /** Messages per second, those below included; the older, the less they count. */
  readonly rate: number;
  /** Messages per second to this very name. */
  readonly ownRate: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly firstSeenAt?: string;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastSeenAt?: string;
  /** Of the last message. */
  @ApiProperty({ enum: [0, 1, 2], type: 'integer', required: false })
  readonly qos?: 0 | 1 | 2;
  /** Every QoS that was seen. */
  @ApiProperty({ type: [Number], required: false })
  readonly qosSeen?: (0 | 1 | 2)[];
  /** Whether the last message was published as retained. */
  readonly retained?: boolean;
  /** Whether any message was. */
  readonly retainedSeen?: boolean;
  /** Whether the broker holds a retained message now, as far as MCM has seen. */
  readonly retainedHeld?: boolean;
  /** Messages held, the last one included. */
  readonly held?: number;
  /** Size of the last payload. */
  readonly payloadBytes?: number;
  @ApiProperty({ enum: ['json', 'text', 'binary'], enumName: 'PayloadFormat', required: false })
  readonly payloadFormat?: PayloadFormat;
  /** The begin of the last payload as text, at most 1024 bytes; empty for a binary one. */
  readonly payloadPreview?: string;
  /** Whether the preview is shorter than the payload. */
  readonly truncated?: boolean;
  /** The last payload was let go to stay within the memory budget. */
  readonly payloadEvicted?: boolean;

  static of({ last, seen, ...row }: ObservedTopic): TopicDto {
    const { id, name, topic, isTopic, topicsBelow, messages, messagesBelow, rate, ownRate } = row;
    return {
      ...{ id, name, topic, isTopic, topicsBelow, messages, messagesBelow, rate, ownRate },
      ...{ bytes: row.payloadBytesTotal, bytesBelow: row.payloadBytesBelow },
      ...(seen && {
        firstSeenAt: timestamp(seen.firstAt),
        qosSeen: [...seen.qos],
        retainedSeen: seen.retained,
        retainedHeld: seen.retainedHeld,
        held: seen.held,
      }),
      ...(last && {
        lastSeenAt: timestamp(last.at),
        qos: last.qos,
        retained: last.retained,
        payloadBytes: last.payloadBytes,
        payloadEvicted: last.evicted,
        ...(last.payloadFormat !== undefined && { payloadFormat: last.payloadFormat }),
        ...(last.payloadPreview !== undefined && { payloadPreview: last.payloadPreview }),
        ...(last.truncated !== undefined && { truncated: last.truncated }),
      }),
    };
  }
}

export class TopicPageDto {
  @ApiProperty({ type: [TopicDto] })
  readonly topics: TopicDto[];
  /** Absent on the last page. A page of a flat list may hold fewer topics than asked for while more follow. */
  readonly nextCursor?: string;
  /** Children of this level in all; of a flat list, all that were found, where all had to be looked at. */
  readonly total?: number;

  static of({ rows, nextCursor, total }: FoundTopicPage): TopicPageDto {
    const topics = rows.map((row) => TopicDto.of(row));
    return {
      topics,
      ...(nextCursor !== undefined && { nextCursor }),
      ...(total !== undefined && { total }),
    };
  }
}

export class FoundTopicsDto {
  /** In the order they were asked for; those that MCM does not hold are left out. */
  @ApiProperty({ type: [TopicDto] })
  readonly topics: TopicDto[];
}
