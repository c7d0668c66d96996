import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiProblems,
  Caller,
  Floor,
  Gone,
  LargeBody,
  Problem,
  ReadsOnly,
  type Principal,
} from '#platform';
import { RecordedMessages, type Recording } from '../recorded-messages.js';
import { SchemaTrials } from '../schema-trials.js';
import {
  InferredSchemaDto,
  InferSchemaRequest,
  SchemaTrialDto,
  TriedMessageDto,
  TrySchemaRequest,
} from './trials.dto.js';

const PROBLEMS = [
  ...(['validation-failed', 'not-authenticated', 'role-too-low', 'too-much-work'] as const),
  ...(['too-many-requests', 'observer-unavailable'] as const),
] as const;

/** Schemas that are not bound yet: nothing of this is kept. */
@ApiTags('json-schemas')
@Controller('api/v1/json-schemas')
export class JsonSchemaTrialsController {
  constructor(
    private readonly trials: SchemaTrials,
    private readonly recorded: RecordedMessages,
  ) {}

  @Post('try')
  @HttpCode(200)
  @Floor('auditor')
  @ReadsOnly()
  @LargeBody()
  @ApiOperation({
    operationId: 'tryJsonSchema',
    summary: 'How a payload, or the messages that are held, would fare with a schema.',
  })
  @ApiOkResponse({ type: SchemaTrialDto })
  @ApiProblems(...PROBLEMS, 'topic-not-found')
  async try(
    @Body() { document, draft, ...target }: TrySchemaRequest,
    @Caller() { userId: user }: Principal,
    @Gone() gone: AbortSignal,
  ): Promise<SchemaTrialDto> {
    const { messages, skipped, coverage } = await this.messagesOf(target, gone);
    const wanted = { document, ...(draft !== undefined && { draft }), messages };
    const { judged, violations, results } = await this.trials.try(wanted, { user, gone });
    const told = results.map((result) => TriedMessageDto.of(result));
    return { judged, violations, skipped, results: told, coverage };
  }

  @Post('infer')
  @HttpCode(200)
  @Floor('auditor')
  @ReadsOnly()
  @ApiOperation({
    operationId: 'inferJsonSchema',
    summary: 'A schema that all messages fit that are held of some topics.',
  })
  @ApiOkResponse({ type: InferredSchemaDto })
  @ApiProblems(...PROBLEMS)
  async infer(
    @Body() { topicFilter, draft = '2020-12' }: InferSchemaRequest,
    @Caller() { userId: user }: Principal,
    @Gone() gone: AbortSignal,
  ): Promise<InferredSchemaDto> {
    const recording = await this.recorded.ofFilter(topicFilter, gone);
    const payloads = recording.messages.map(({ payload }) => payload);
    const inferred = await this.trials.infer({ draft, payloads }, { user, gone });
    return InferredSchemaDto.of(inferred, recording);
  }

  private messagesOf(
    target: Pick<TrySchemaRequest, 'payload' | 'topicId' | 'topicFilter'>,
    gone: AbortSignal,
  ): Promise<Pick<Recording, 'messages' | 'skipped' | 'coverage'>> {
    const { payload, topicId, topicFilter } = target;
    if ([payload, topicId, topicFilter].filter((one) => one !== undefined).length !== 1) {
      throw new Problem('validation-failed', 'Give one of payload, topicId and topicFilter.');
    }
    if (topicId !== undefined) return this.recorded.ofTopic(topicId, gone);
    if (topicFilter !== undefined) return this.recorded.ofFilter(topicFilter, gone);
    const messages = [{ topic: '', payload: new TextEncoder().encode(payload) }];
    return Promise.resolve({ messages, skipped: 0, coverage: 'The payload that was given.' });
  }
}
