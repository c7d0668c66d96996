import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { BrokerService } from '#feature/broker';
import {
  ApiProblems,
  Audited,
  AuditNote,
  Floor,
  Note,
  ReadsOnly,
  RowVersion,
  Version,
} from '#platform';
import { traceOf, type JsonSchema } from '../json-schema.js';
import { LiveSchemas } from '../live-schemas.js';
import type { Asker } from '../schema-trials.js';
import { SchemasService } from '../schemas.service.js';
import {
  JsonSchemaDto,
  JsonSchemaListQuery,
  JsonSchemaPageDto,
  JsonSchemaParams,
  JsonSchemaRequest,
  JsonSchemaSummaryDto,
  JsonSchemaUpdate,
} from './json-schemas.dto.js';
import {
  JudgedTopicDto,
  JudgedTopicPageDto,
  TopicVerdictDto,
  TopicVerdictsDto,
  VerdictsRequest,
  ViolationExampleDto,
  ViolationExamplesDto,
} from './verdicts.dto.js';

const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that was read: refuses the change when somebody else was faster.',
} as const;

const READS = ['validation-failed', 'not-authenticated', 'role-too-low'] as const;
const CHANGES = [...READS, 'too-many-requests', 'database-unavailable'] as const;

/** What payloads must look like, and which do not. Nothing is kept from its readers: schemas only observe. */
@ApiTags('json-schemas')
@Controller('api/v1/json-schemas')
export class JsonSchemasController {
  constructor(
    private readonly schemas: SchemasService,
    private readonly live: LiveSchemas,
    private readonly broker: BrokerService,
  ) {}

  @Get()
  @Floor('auditor')
  @ApiOperation({ operationId: 'listJsonSchemas', summary: 'Schemas by name, with their counts.' })
  @ApiOkResponse({ type: JsonSchemaPageDto })
  @ApiProblems(...READS)
  async list(@Query() query: JsonSchemaListQuery): Promise<JsonSchemaPageDto> {
    const { items, ...page } = pageOf(await this.schemas.list(), query);
    return {
      schemas: items.map((one) =>
        JsonSchemaSummaryDto.of(one, this.live.counts(one.id), this.live.suspension(one.id)),
      ),
      ...page,
    };
  }

  @Post()
  @Floor('operator')
  @Audited('json_schema.create')
  @ApiOperation({ operationId: 'createJsonSchema', summary: 'Bind a schema to a topic filter.' })
  @ApiCreatedResponse({ type: JsonSchemaDto })
  @ApiProblems(...CHANGES, 'name-taken', 'too-many-schemas', 'too-much-work')
  async create(
    @Body() { draft, description, ...wish }: JsonSchemaRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<JsonSchemaDto> {
    const given = {
      ...wish,
      ...(draft !== undefined && { draft }),
      ...(description !== undefined && description !== '' && { description }),
    };
    const schema = await this.schemas.create(given, askerOf(note));
    note.about(schema.id, schema.name).changed(undefined, traceOf(schema));
    return this.told(schema, version);
  }

  @Get(':id')
  @Floor('auditor')
  @ApiOperation({ operationId: 'getJsonSchema', summary: 'One schema, with its document.' })
  @ApiOkResponse({ type: JsonSchemaDto })
  @ApiProblems(...READS, 'schema-not-found')
  async get(
    @Param() { id }: JsonSchemaParams,
    @Version() version: RowVersion,
  ): Promise<JsonSchemaDto> {
    return this.told(await this.schemas.get(id), version);
  }

  @Put(':id')
  @Floor('operator')
  @Audited('json_schema.update')
  @ApiOperation({ operationId: 'updateJsonSchema', summary: 'Change a schema; ends a suspension.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: JsonSchemaDto })
  @ApiProblems(...CHANGES, 'schema-not-found', 'name-taken', 'stale-version', 'too-much-work')
  async update(
    @Param() { id }: JsonSchemaParams,
    @Body() edit: JsonSchemaUpdate,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<JsonSchemaDto> {
    const now = await this.schemas.get(id);
    note.about(id, now.name);
    const expected = { id, version: version.expected(now.version) };
    const { before, after } = await this.schemas.update(expected, given(edit), askerOf(note));
    note.changed(traceOf(before), traceOf(after));
    return this.told(after, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Floor('operator')
  @Audited('json_schema.delete')
  @ApiOperation({ operationId: 'deleteJsonSchema', summary: 'Delete a schema, with its counts.' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'The schema is gone; the audit trail remembers it.' })
  @ApiProblems(...CHANGES, 'schema-not-found', 'stale-version')
  async delete(
    @Param() { id }: JsonSchemaParams,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<void> {
    const { name, version: now } = await this.schemas.get(id);
    note.about(id, name);
    const before = await this.schemas.delete(id, version.expected(now));
    note.changed(traceOf(before), undefined);
  }

  @Get(':id/topics')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listJudgedTopics',
    summary: 'The topics that a schema judged last, and how they fared.',
  })
  @ApiOkResponse({ type: JudgedTopicPageDto })
  @ApiProblems(...READS, 'schema-not-found', 'observer-unavailable')
  async topics(
    @Param() { id }: JsonSchemaParams,
    @Query() query: JsonSchemaListQuery,
  ): Promise<JudgedTopicPageDto> {
    await this.schemas.get(id);
    const { topics, letGo } = this.live.topics(id);
    const sorted = topics.toSorted(
      (one, other) =>
        (other.lastViolationAt ?? 0) - (one.lastViolationAt ?? 0) ||
        (one.topic < other.topic ? -1 : 1),
    );
    const { items, ...page } = pageOf(sorted, query);
    const held = await this.broker.lookUp(items.map(({ topic }) => topic));
    const ids = new Map(held.map((row) => [row.topic, row.id]));
    return {
      topics: items.map((one) => JudgedTopicDto.of(one, ids.get(one.topic))),
      ...page,
      letGo,
    };
  }

  @Get(':id/violations')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'listViolations',
    summary: 'The last messages that broke a schema.',
  })
  @ApiOkResponse({ type: ViolationExamplesDto })
  @ApiProblems(...READS, 'schema-not-found')
  async violations(@Param() { id }: JsonSchemaParams): Promise<ViolationExamplesDto> {
    await this.schemas.get(id);
    return { examples: this.live.examples(id).map((one) => ViolationExampleDto.of(one)) };
  }

  @Post('verdicts')
  @HttpCode(200)
  @Floor('auditor')
  @ReadsOnly()
  @ApiOperation({
    operationId: 'listTopicVerdicts',
    summary: 'What all schemas of a topic say of its last message.',
  })
  @ApiOkResponse({ type: TopicVerdictsDto })
  @ApiProblems(...READS)
  verdicts(@Body() { topic }: VerdictsRequest): TopicVerdictsDto {
    const schemas = this.schemas.judging(topic);
    return {
      verdicts: schemas.map((one) => TopicVerdictDto.of(one, this.live.topic(one.id, topic))),
    };
  }

  private told(schema: JsonSchema, version: RowVersion): JsonSchemaDto {
    version.tell(schema.version);
    const { id } = schema;
    return JsonSchemaDto.of(schema, this.live.counts(id), this.live.suspension(id));
  }
}

/** Whoever owns the data folder is nobody's user. */
const askerOf = ({ caller }: AuditNote): Asker => ({ user: caller?.userId ?? 0 });

/** The page from the place that the cursor is. */
function pageOf<Item>(
  all: readonly Item[],
  { limit, cursor }: JsonSchemaListQuery,
): { readonly items: readonly Item[]; readonly nextCursor?: number; readonly total: number } {
  const end = cursor + limit;
  const items = all.slice(cursor, end);
  return { items, total: all.length, ...(end < all.length && { nextCursor: end }) };
}

/** The members that were given. */
function given<T extends object>(edit: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const members = Object.entries(edit).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}
