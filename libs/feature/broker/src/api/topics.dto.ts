import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { PayloadFormat } from '#contract';
import type { ObservedTopic, ObservedTopicDetail, ObservedTopicPage } from '#link/observer';
import { IfGiven, timestamp } from '#platform';

const TOPIC_ID = /^[A-Za-z0-9_-]{22}$/;
const NOT_AN_ID = { message: 'id must be the id of a topic: 22 characters' };

export class TopicQuery {
  /** The id of the level whose children are asked for; without it, the first levels. */
  @IfGiven()
  @Matches(TOPIC_ID, { message: 'parent must be the id of a topic: 22 characters' })
  parent?: string;

  @ApiProperty({ type: 'integer', required: false })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;

  /** `nextCursor` of the page before. */
  @IfGiven()
  @IsString()
  @MaxLength(100_000)
  cursor?: string;
}

export class TopicParams {
  /** Opaque: a hash of the topic's name. */
  @Matches(TOPIC_ID, NOT_AN_ID)
  id: string;
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
  /** Messages per second, those below included; the older, the less they count. */
  readonly rate: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastSeenAt?: string;
  /** Of the last message. */
  @ApiProperty({ enum: [0, 1, 2], type: 'integer', required: false })
  readonly qos?: 0 | 1 | 2;
  /** Whether the last message was published as retained. */
  readonly retained?: boolean;
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

  static of({ last, ...row }: ObservedTopic): TopicDto {
    const { id, name, topic, isTopic, topicsBelow, messages, messagesBelow, rate } = row;
    return {
      ...{ id, name, topic, isTopic, topicsBelow, messages, messagesBelow, rate },
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
  readonly topics: TopicDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** Children of this level in all. */
  readonly total: number;

  static of({ rows, nextCursor, total }: ObservedTopicPage): TopicPageDto {
    const topics = rows.map((row) => TopicDto.of(row));
    return { topics, ...(nextCursor !== undefined && { nextCursor }), total };
  }
}

export class PayloadDto {
  @ApiProperty({ enum: ['utf8', 'base64'] })
  readonly encoding: 'utf8' | 'base64';
  readonly data: string;
  /** Only the first mebibyte is here. */
  readonly truncated: boolean;
}

export class TopicDetailDto extends TopicDto {
  /** The last payload. Absent when it was let go, or when nothing was published to this very name. */
  readonly payload?: PayloadDto;

  static ofDetail(topic: ObservedTopicDetail): TopicDetailDto {
    const { payload, last } = topic;
    if (!payload || !last) return TopicDto.of(topic);
    const text = last.payloadFormat !== 'binary';
    const encoding: PayloadDto['encoding'] = text ? 'utf8' : 'base64';
    const data = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    return Object.assign(TopicDto.of(topic), {
      payload: {
        encoding,
        data: data.toString(encoding),
        truncated: payload.byteLength < last.payloadBytes,
      },
    });
  }
}
