import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ConnectionState, ObserverSnapshot } from '#link/observer';
import {
  ApiProblems,
  BUILD,
  CLOCK,
  CONFIG,
  developmentWarnings,
  Floor,
  StreamServer,
  timestamp,
  type Build,
  type Clock,
  type Config,
} from '#platform';
import { BrokerService } from '../broker.service.js';
import { GapDto } from './topic-message.dto.js';
import {
  StatusDto,
  type BrokerStatusDto,
  type ObserverStatusDto,
  type SysDto,
  type TrafficDto,
} from './status.dto.js';

const INTERVAL_SECONDS = 10;
const WINDOW_SECONDS = 900;

@ApiTags('status')
@Controller('api/v1/status')
export class StatusController {
  private readonly startedAt: number;

  constructor(
    private readonly broker: BrokerService,
    private readonly streams: StreamServer,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BUILD) private readonly build: Build,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.startedAt = clock();
  }

  @Get()
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getStatus',
    summary: 'The broker, the observer, what flows, and the figures of $SYS with their age.',
  })
  @ApiOkResponse({ type: StatusDto })
  @ApiProblems('not-authenticated', 'observer-unavailable')
  status(): StatusDto {
    const snapshot = this.broker.snapshot();
    return {
      version: this.build.version,
      startedAt: timestamp(this.startedAt),
      warnings: [...developmentWarnings(this.config)],
      broker: this.brokerStatus(snapshot),
      observer: observerStatus(snapshot),
      traffic: traffic(snapshot),
      sys: sys(snapshot),
      streams: this.streams.size,
    };
  }

  private brokerStatus({ connection, observedAt }: ObserverSnapshot): BrokerStatusDto {
    const address = this.broker.address();
    const version = this.broker.version();
    return {
      id: 'default',
      status: connection.status,
      since: timestamp(connection.since),
      observedAt: timestamp(observedAt),
      target: { ...address, address: `${address.host}:${address.port}` },
      ...protocol(connection),
      ...(version !== undefined && { version }),
      reconnects: connection.reconnects,
      ...(connection.lastError && {
        lastError: {
          reason: connection.lastError.reason,
          at: timestamp(connection.lastError.at),
        },
      }),
    };
  }
}

function protocol({ protocolVersion }: ConnectionState): Pick<BrokerStatusDto, 'protocolVersion'> {
  if (protocolVersion === undefined) return {};
  return { protocolVersion: protocolVersion === 5 ? '5.0' : '3.1.1' };
}

function observerStatus(snapshot: ObserverSnapshot): ObserverStatusDto {
  const { state, restarts, counters, gaps, missedUpTo, lastMessageAt } = snapshot;
  const { messages, payloadBytes, topics, retained, memoryUsed, memoryBudget } = counters;
  const { evictedTopics, evictedPayloads, evictedHistory } = counters;
  return {
    ...{ state, restarts, messages, payloadBytes, topics, retained, memoryUsed, memoryBudget },
    ...{ evictedTopics, evictedPayloads, evictedHistory, missedUpTo },
    gaps: gaps.map((gap) => GapDto.of(gap)),
    ...(lastMessageAt !== undefined && { lastMessageAt: timestamp(lastMessageAt) }),
  };
}

function traffic({ rates, points, busiest }: ObserverSnapshot): TrafficDto {
  return {
    windowSeconds: WINDOW_SECONDS,
    intervalSeconds: INTERVAL_SECONDS,
    messagesPerSecond: rates.messages,
    bytesPerSecond: rates.payloadBytes,
    points: points.map(({ at, messages, payloadBytes, absent }) => ({
      at: timestamp(at),
      messages,
      bytes: payloadBytes,
      absent,
    })),
    busiest: [...busiest],
  };
}

function sys({ sys: { observedAt, figures } }: ObserverSnapshot): SysDto {
  return {
    ...(observedAt !== undefined && { observedAt: timestamp(observedAt) }),
    figures: figures.map(({ topic, value, at }) => ({ topic, value, observedAt: timestamp(at) })),
  };
}
