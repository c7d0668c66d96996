import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsUUID } from 'class-validator';
import type { PayloadFormat } from '#contract';
import { IfGiven } from '#platform';
import { IsOpenFilter } from './is-open-topic.js';
import { FindQuery, TopicDto } from './topics.dto.js';

/** Which retained messages. */
export class RetainedQuery extends FindQuery {}

export class RetainedPageDto {
  /** Topics of which the broker holds a retained message, as far as MCM has seen; by name. */
  @ApiProperty({ type: [TopicDto] })
  readonly retained: TopicDto[];
  /** Absent on the last page. A page may hold fewer topics than asked for while more follow. */
  readonly nextCursor?: string;
  /** Retained messages that MCM has seen, whatever was asked for; those below `$SYS` are not counted. */
  readonly seen: number;
  /** Retained messages that the broker says it holds, those below `$SYS` included, if it says so. */
  readonly brokerCount?: number;
}

export class RetainedPreviewRequestDto {
  /** An MQTT topic filter, or simply a topic; neither below `$SYS` nor below `$CONTROL`, and not `$share`. */
  @IsOpenFilter()
  filter: string;
}

export class RetainedMessageDto {
  readonly topic: string;
  readonly payloadBytes: number;
  @ApiProperty({ enum: ['json', 'text', 'binary'], enumName: 'PayloadFormat' })
  readonly payloadFormat: PayloadFormat;
  readonly payloadPreview: string;
  @ApiProperty({ enum: [0, 1, 2], type: 'integer' })
  readonly qos: 0 | 1 | 2;
}

export class RetainedPreviewDto {
  readonly id: string;
  readonly filter: string;
  /** Until then it can be carried out. */
  @ApiProperty({ format: 'date-time' })
  readonly expiresAt: string;
  /** Retained messages that a fresh subscription brought. */
  readonly messages: number;
  /** Of all payloads. */
  readonly payloadBytes: number;
  /** The first hundred, by name. */
  @ApiProperty({ type: [RetainedMessageDto] })
  readonly first: RetainedMessageDto[];
  /** Whether the deletion could be undone. */
  readonly undoable: boolean;
  /**
   * Whether these are all. `perhaps-not`: the broker dropped messages meanwhile, for us or for others. `unknown`:
   * it does not tell what it drops. What is not listed is not deleted.
   */
  @ApiProperty({ enum: ['yes', 'perhaps-not', 'unknown'], enumName: 'RetainedCompleteness' })
  readonly complete: 'yes' | 'perhaps-not' | 'unknown';
}

export class RetainedDeletionRequestDto {
  /** The id of a preview. */
  @IsUUID()
  preview: string;

  /** Has to be true for a preview that is not undoable. */
  @IfGiven()
  @IsBoolean()
  withoutUndo?: boolean;
}

export const DELETION_STATES = [
  'deleting',
  'verifying',
  'deleted',
  'failed',
  'interrupted',
  'restoring',
  'restored',
] as const;
export type DeletionState = (typeof DELETION_STATES)[number];

export class RetainedDeletionParams {
  @IsUUID()
  id: string;
}

export class RetainedDeletionDto {
  readonly id: string;
  readonly filter: string;
  /** `interrupted`: the server ended while it ran. */
  @ApiProperty({ enum: DELETION_STATES, enumName: 'DeletionState' })
  readonly state: DeletionState;
  /** Who began it. */
  readonly username: string;
  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;
  @ApiProperty({ format: 'date-time', required: false })
  readonly endedAt?: string;
  /** Messages to delete. */
  readonly messages: number;
  readonly payloadBytes: number;
  /** Deletions that the broker has acknowledged. */
  readonly deleted: number;
  /** Topics whose deletion the broker refused. */
  readonly refused: number;
  /** Retained messages that the filter selects and that came after the preview: they were left alone. */
  readonly leftAlone: number;
  /** Of the messages to delete, how many a fresh subscription still found; absent until it was verified. */
  readonly remaining?: number;
  /** Of the undo: messages that were published again. */
  readonly restored?: number;
  /** Of the undo: topics that had a new retained message, which was not overwritten. */
  readonly skipped?: number;
  /** Of the undo: messages whose time ran out meanwhile. */
  readonly expired?: number;
  /** Why it failed, or what went wrong on the way. */
  readonly reason?: string;
  /** Until then it can be undone; absent when it cannot. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly undoUntil?: string;
}

export class RetainedDeletionsDto {
  /** Those of the last 24 hours, latest first. */
  @ApiProperty({ type: [RetainedDeletionDto] })
  readonly deletions: RetainedDeletionDto[];
}
