import { ApiProperty } from '@nestjs/swagger';
import type { BrokerConnection } from '#contract';
import { GapDto } from './topic-message.dto.js';

export class WarningDto {
  /** The configuration key it is about. */
  readonly key: string;
  /** What is dangerous about it, and what to do. */
  readonly text: string;
}

export class BrokerTargetDto {
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
  readonly tlsEnabled: boolean;
  /** Whether MCM runs this broker itself. */
  readonly managed: boolean;
}

export class BrokerErrorDto {
  /** A sentence that names the thing and the remedy. */
  readonly reason: string;
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
}

export class BrokerStatusDto {
  readonly id: string;
  @ApiProperty({ enum: ['connected', 'disconnected'], enumName: 'BrokerConnection' })
  readonly status: BrokerConnection;
  /** Since when it is so. */
  @ApiProperty({ format: 'date-time' })
  readonly since: string;
  @ApiProperty({ format: 'date-time' })
  readonly observedAt: string;
  readonly target: BrokerTargetDto;
  /** Of MQTT, while connected. */
  @ApiProperty({ enum: ['5.0', '3.1.1'], required: false })
  readonly protocolVersion?: '5.0' | '3.1.1';
  /** Of Mosquitto, as it says itself in `$SYS/broker/version`. */
  readonly version?: string;
  /** How often the connection was lost. */
  readonly reconnects: number;
  /** The last failure, also after it has passed. */
  readonly lastError?: BrokerErrorDto;
}

export class ObserverStatusDto {
  @ApiProperty({ enum: ['running', 'restarting'] })
  readonly state: 'running' | 'restarting';
  /** How often the thread died and was started again; its counts begin at nought each time. */
  readonly restarts: number;
  readonly messages: number;
  readonly payloadBytes: number;
  readonly topics: number;
  /** Topics let go to stay within the memory budget. */
  readonly evictedTopics: number;
  /** Last values let go to stay within the memory budget. */
  readonly evictedPayloads: number;
  /** Earlier messages of silent topics let go to stay within the memory budget. */
  readonly evictedHistory: number;
  /** Topics of which the broker holds a retained message, as far as MCM has seen. */
  readonly retained: number;
  /** Messages that the broker dropped while it was observed, at most: it counts those of all its clients. */
  readonly missedUpTo: number;
  /** Times of which MCM knows too little: the latest, oldest first. */
  @ApiProperty({ type: [GapDto] })
  readonly gaps: GapDto[];
  /** Bytes. */
  readonly memoryUsed: number;
  /** Bytes. */
  readonly memoryBudget: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastMessageAt?: string;
}

export class TrafficPointDto {
  /** Begin of the interval. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  readonly messages: number;
  readonly bytes: number;
  /** Nobody looked: there was no connection during the interval. */
  readonly absent: boolean;
}

export class BusyTopicDto {
  readonly id: string;
  readonly topic: string;
  /** Messages per second. */
  readonly rate: number;
  readonly messages: number;
}

export class TrafficDto {
  readonly windowSeconds: number;
  readonly intervalSeconds: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** Oldest first. */
  readonly points: TrafficPointDto[];
  /** At most five, the busiest first. */
  readonly busiest: BusyTopicDto[];
}

export class SysFigureDto {
  /** The whole topic, such as `$SYS/broker/uptime`. */
  readonly topic: string;
  @ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string' }] })
  readonly value: number | string;
  @ApiProperty({ format: 'date-time' })
  readonly observedAt: string;
}

export class SysDto {
  /** When the broker last published any figure; it does so only for those that change. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly observedAt?: string;
  readonly figures: SysFigureDto[];
}

export class StatusDto {
  /** Of MCM. */
  readonly version: string;
  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;
  /** Settings that are fit for development only. */
  readonly warnings: WarningDto[];
  readonly broker: BrokerStatusDto;
  readonly observer: ObserverStatusDto;
  readonly traffic: TrafficDto;
  readonly sys: SysDto;
  /** Event streams open now. */
  readonly streams: number;
}
