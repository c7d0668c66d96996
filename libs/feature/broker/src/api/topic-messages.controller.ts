import { Controller, Get, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems, Caller, Floor, type Principal } from '#platform';
import { PayloadAnswers } from '../payload-answers.js';
import { TopicMessages } from '../topic-messages.js';
import {
  HistoryListQuery,
  MessageNumberQuery,
  SeriesQuery,
  TopicDetailDto,
  TopicHistoryDto,
  TopicMessageQuery,
  TopicSeriesDto,
} from './topic-message.dto.js';
import { TopicParams } from './topics.dto.js';

const PROBLEMS = [
  'validation-failed',
  'not-authenticated',
  'topic-not-found',
  'observer-unavailable',
] as const;

@ApiTags('topics')
@Controller('api/v1/topics/:id')
export class TopicMessagesController {
  private readonly answers = new PayloadAnswers();

  constructor(private readonly messages: TopicMessages) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getTopic',
    summary: 'One topic with its last message, or another one that is held, as it is or decoded.',
  })
  @ApiOkResponse({ type: TopicDetailDto })
  @ApiProblems(...PROBLEMS, 'message-not-found')
  get(@Param() { id }: TopicParams, @Query() query: TopicMessageQuery): Promise<TopicDetailDto> {
    return this.messages.detail(id, query);
  }

  @Get('history')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getTopicHistory',
    summary: 'The messages of a topic that are held, and the gaps between them.',
  })
  @ApiOkResponse({ type: TopicHistoryDto })
  @ApiProblems(...PROBLEMS, 'too-many-requests')
  history(
    @Param() { id }: TopicParams,
    @Query() query: HistoryListQuery,
    @Caller() { userId }: Principal,
  ): Promise<TopicHistoryDto> {
    return this.messages.history(id, query, userId);
  }

  @Get('series')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getTopicSeries',
    summary: 'Numbers in the payloads of a topic over time, as far as its messages are held.',
  })
  @ApiOkResponse({ type: TopicSeriesDto })
  @ApiProblems(...PROBLEMS, 'too-many-requests')
  series(
    @Param() { id }: TopicParams,
    @Query() { field }: SeriesQuery,
    @Caller() { userId }: Principal,
  ): Promise<TopicSeriesDto> {
    return this.messages.series(id, field ?? [], userId);
  }

  @Get('raw')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getTopicRaw',
    summary: 'The payload of a message, byte for byte.',
  })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProblems(...PROBLEMS, 'message-not-found', 'too-many-requests')
  async raw(
    @Param() { id }: TopicParams,
    @Query() { number }: MessageNumberQuery,
    @Caller() { userId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const read = () => this.messages.raw(id, number);
    const { bytes, pieces } = await this.answers.begin(userId, reply.raw, read);
    // Devices of the plant write these bytes: a browser must not take them for a page of MCM's.
    void reply.header('content-security-policy', 'sandbox');
    return new StreamableFile(pieces, {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${id}.bin"`,
      length: bytes,
    });
  }
}
