import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Floor, Problem, ReadsOnly } from '#platform';
import { BrokerService } from '../broker.service.js';
import {
  FoundTopicsDto,
  TopicDto,
  TopicLookupDto,
  TopicPageDto,
  TopicQuery,
} from './topics.dto.js';

@ApiTags('topics')
@Controller('api/v1/topics')
export class TopicsController {
  constructor(private readonly broker: BrokerService) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listTopics',
    summary: 'Topics seen, with counts and last values: one level of the tree, or a flat list.',
  })
  @ApiOkResponse({ type: TopicPageDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'topic-not-found', 'observer-unavailable')
  async list(@Query() query: TopicQuery): Promise<TopicPageDto> {
    const { parent, limit, cursor, sort, ...found } = query;
    const page = { limit, ...(cursor !== undefined && { cursor }) };
    const conditions = given(found);
    if (sort === undefined && Object.keys(conditions).length === 0) {
      const below = parent === undefined ? {} : { parent };
      return TopicPageDto.of(await this.broker.topics({ ...below, ...page }));
    }
    if (parent !== undefined) {
      const detail = 'A flat list has no parent; ask with a filter such as plant/# instead.';
      throw new Problem('validation-failed', detail, {
        extensions: { errors: [{ pointer: '/parent', detail }] },
      });
    }
    return TopicPageDto.of(
      await this.broker.search({ ...conditions, sort: sort ?? 'name', ...page }),
    );
  }

  @Post('lookup')
  @HttpCode(200)
  @Floor('viewer')
  @ReadsOnly()
  @ApiOperation({ operationId: 'lookUpTopics', summary: 'Topics by their names.' })
  @ApiOkResponse({ type: FoundTopicsDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'observer-unavailable')
  async lookUp(@Body() { topics }: TopicLookupDto): Promise<FoundTopicsDto> {
    const found = await this.broker.lookUp(topics);
    return { topics: found.map((row) => TopicDto.of(row)) };
  }
}

/** The members that were given. */
function given<T extends object>(query: T): T {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as T;
}
