import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, Note } from '#platform';
import { SparkplugRebirths } from '../sparkplug-rebirths.js';
import { SparkplugService } from '../sparkplug.service.js';
import { SparkplugMetricsDto } from './sparkplug-metric.dto.js';
import {
  SparkplugGroupsDto,
  SparkplugHostsDto,
  SparkplugMetricsQuery,
  SparkplugNodeDetailDto,
  SparkplugNodeParams,
  SparkplugNodesDto,
  SparkplugNodesQuery,
  SparkplugRebirthDto,
} from './sparkplug.dto.js';

const READS = ['not-authenticated', 'sparkplug-unavailable'] as const;

/** Nodes, devices and hosts of Sparkplug B. */
@ApiTags('sparkplug')
@Controller('api/v1/sparkplug')
export class SparkplugController {
  constructor(
    private readonly sparkplug: SparkplugService,
    private readonly rebirths: SparkplugRebirths,
  ) {}

  @Get('groups')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listSparkplugGroups',
    summary: 'The groups that Sparkplug nodes are in, with how many of them are there.',
  })
  @ApiOkResponse({ type: SparkplugGroupsDto })
  @ApiProblems(...READS)
  groups(): Promise<SparkplugGroupsDto> {
    return this.sparkplug.groups();
  }

  @Get('nodes')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listSparkplugNodes',
    summary: 'Sparkplug nodes by group and name, with their states and what is wrong with them.',
  })
  @ApiOkResponse({ type: SparkplugNodesDto })
  @ApiProblems(...READS, 'validation-failed')
  nodes(@Query() query: SparkplugNodesQuery): Promise<SparkplugNodesDto> {
    return this.sparkplug.nodes(query);
  }

  @Get('nodes/:id')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getSparkplugNode',
    summary: 'One Sparkplug node with its devices and what happened to it last.',
  })
  @ApiOkResponse({ type: SparkplugNodeDetailDto })
  @ApiProblems(...READS, 'validation-failed', 'sparkplug-node-not-found')
  node(@Param() { id }: SparkplugNodeParams): Promise<SparkplugNodeDetailDto> {
    return this.sparkplug.node(id);
  }

  @Get('nodes/:id/metrics')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listSparkplugMetrics',
    summary: 'The metrics of a Sparkplug node or of a device of it, with their last values.',
  })
  @ApiOkResponse({ type: SparkplugMetricsDto })
  @ApiProblems(...READS, 'validation-failed', 'sparkplug-node-not-found')
  metrics(
    @Param() { id }: SparkplugNodeParams,
    @Query() query: SparkplugMetricsQuery,
  ): Promise<SparkplugMetricsDto> {
    return this.sparkplug.metrics(id, query);
  }

  @Get('hosts')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'listSparkplugHosts',
    summary: 'Sparkplug host applications, as they said last whether they are there.',
  })
  @ApiOkResponse({ type: SparkplugHostsDto })
  @ApiProblems(...READS)
  hosts(): Promise<SparkplugHostsDto> {
    return this.sparkplug.hosts();
  }

  @Post('nodes/:id/rebirth')
  @HttpCode(200)
  @Floor('operator')
  @Audited('sparkplug.rebirth')
  @ApiOperation({
    operationId: 'requestSparkplugRebirth',
    summary: 'Ask a node for its births. One node each 10 s, and 30 requests a minute in all.',
  })
  @ApiOkResponse({ type: SparkplugRebirthDto })
  @ApiProblems(
    ...READS,
    'validation-failed',
    'role-too-low',
    'sparkplug-node-not-found',
    'too-many-requests',
    'broker-refused',
    'broker-unavailable',
  )
  rebirth(
    @Param() { id }: SparkplugNodeParams,
    @Note() note: AuditNote,
  ): Promise<SparkplugRebirthDto> {
    return this.rebirths.request(id, note);
  }
}
