import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Floor } from '#platform';
import { BrokerService } from '../broker.service.js';
import { TopicDetailDto, TopicPageDto, TopicParams, TopicQuery } from './topics.dto.js';

@ApiTags('topics')
@Controller('api/v1/topics')
export class TopicsController {
  constructor(private readonly broker: BrokerService) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listTopics',
    summary: 'One level of the tree of topics seen, by name, with counts and last values.',
  })
  @ApiOkResponse({ type: TopicPageDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'topic-not-found', 'observer-unavailable')
  async list(@Query() { parent, limit, cursor }: TopicQuery): Promise<TopicPageDto> {
    const page = await this.broker.topics({
      ...(parent !== undefined && { parent }),
      ...(cursor !== undefined && { cursor }),
      limit,
    });
    return TopicPageDto.of(page);
  }

  @Get(':id')
  @Floor('viewer')
  @ApiOperation({ operationId: 'getTopic', summary: 'One topic with its last payload.' })
  @ApiOkResponse({ type: TopicDetailDto })
  @ApiProblems('validation-failed', 'not-authenticated', 'topic-not-found', 'observer-unavailable')
  async get(@Param() { id }: TopicParams): Promise<TopicDetailDto> {
    return TopicDetailDto.ofDetail(await this.broker.topic(id));
  }
}
