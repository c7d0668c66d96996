import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import {
  describeInteger,
  NODE_STATES,
  type EventKind,
  type HostApplication,
  type NodeEvent,
  type NodeState,
} from '#domain/sparkplug';
import type {
  SparkplugDevice,
  SparkplugLife,
  SparkplugNode,
  SparkplugNodeDetail,
} from '#link/sparkplug';
import { EXACT_INTEGER, IfGiven, PageLimit, timestamp } from '#platform';

const LONGEST_NAME = 65_535;

class PageQuery {
  @PageLimit(100)
  limit = 100;

  /** `nextCursor` of the page before. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NAME)
  cursor?: string;
}

export class SparkplugNodesQuery extends PageQuery {
  /** The whole name. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NAME)
  group?: string;

  /** Part of `group/node`; upper and lower case are the same. */
  @IfGiven()
  @IsString()
  @MaxLength(1_024)
  search?: string;

  @ApiProperty({ enum: NODE_STATES, enumName: 'SparkplugState', required: false })
  @IfGiven()
  @IsIn(NODE_STATES)
  state?: NodeState;
}

export class SparkplugMetricsQuery extends PageQuery {
  /** The name of a device; without it, the metrics of the node itself. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NAME)
  device?: string;

  /** Part of the name; upper and lower case are the same. */
  @IfGiven()
  @IsString()
  @MaxLength(1_024)
  search?: string;
}

const NODE_ID = /^[A-Za-z0-9_-]{22}$/;

export class SparkplugNodeParams {
  /** Opaque: a hash of group and node. */
  @ApiProperty({ pattern: NODE_ID.source })
  @Matches(NODE_ID, { message: 'id must be the id of a node: 22 characters' })
  id: string;
}

export class SparkplugGroupDto {
  readonly group: string;
  readonly nodes: number;
  /** Of the nodes. */
  readonly online: number;
  readonly offline: number;
  readonly unknown: number;
  readonly devices: number;
}

export class SparkplugGroupsDto {
  /** By name. */
  @ApiProperty({ type: [SparkplugGroupDto] })
  readonly groups: SparkplugGroupDto[];
}

class SparkplugLifeDto {
  /** Opaque, and the same for the same names. */
  readonly id: string;
  /** `unknown`: its birth was not seen, or not whether it is still there. */
  @ApiProperty({ enum: NODE_STATES, enumName: 'SparkplugState' })
  readonly state: NodeState;
  /** When it came to this state. */
  @ApiProperty({ format: 'date-time' })
  readonly since: string;
  readonly births: number;
  readonly deaths: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastBirthAt?: string;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastDeathAt?: string;
  /** Of a node: its own data or those of a device of it. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastDataAt?: string;
}

export class SparkplugSeqDto {
  /** Of the last message. */
  readonly last?: number;
  /** Messages that did not have the number after that of the one before. */
  readonly gaps: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastGapAt?: string;
}

export class SparkplugBdSeqDto {
  /** Of the last birth. */
  @ApiProperty({ ...EXACT_INTEGER, required: false })
  readonly birth?: number | string;
  /** Deaths that were of another connection than the birth; they end nothing. */
  readonly mismatches: number;
}

export class SparkplugNodeDto extends SparkplugLifeDto {
  readonly group: string;
  readonly node: string;
  readonly seq: SparkplugSeqDto;
  readonly bdSeq: SparkplugBdSeqDto;
  /** Births before which data of the same session came. */
  readonly lateBirths: number;
  readonly unknownAliases: number;
  /** Five births within a minute. */
  readonly rebirthStorm: boolean;
  /** How many devices. */
  readonly devices: number;
  /** How many metrics, those of its devices included. */
  readonly metrics: number;
  /** How often it did not keep to the specification. */
  readonly faults: number;

  static of(node: SparkplugNode): SparkplugNodeDto {
    const { group, node: name, seq, bdSeq, lateBirths, unknownAliases, rebirthStorm } = node;
    const { devices, metrics, faults } = node;
    const { lastGapAt, ...counts } = seq;
    return Object.assign(lifeOf(node), {
      ...{ group, node: name, lateBirths, unknownAliases, rebirthStorm },
      ...{ devices, metrics, faults },
      seq: { ...counts, ...(lastGapAt !== undefined && { lastGapAt: timestamp(lastGapAt) }) },
      bdSeq: {
        mismatches: bdSeq.mismatches,
        ...(bdSeq.birth !== undefined && { birth: describeInteger(bdSeq.birth) }),
      },
    });
  }
}

export class SparkplugNodesDto {
  /** By group and name. */
  @ApiProperty({ type: [SparkplugNodeDto] })
  readonly nodes: SparkplugNodeDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export class SparkplugDeviceDto extends SparkplugLifeDto {
  readonly device: string;
  /** How many. */
  readonly metrics: number;

  static of(device: SparkplugDevice): SparkplugDeviceDto {
    const { device: name, metrics } = device;
    return Object.assign(lifeOf(device), { device: name, metrics });
  }
}

export class SparkplugEventDto {
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  /** What happened: `birth`, `death`, or the kind of a fault. */
  @ApiProperty({ type: String })
  readonly kind: EventKind;
  /** For people. */
  readonly detail: string;

  static of({ at, kind, detail }: NodeEvent): SparkplugEventDto {
    return { at: timestamp(at), kind, detail };
  }
}

export class SparkplugNodeDetailDto extends SparkplugNodeDto {
  /** By name, at most 1000; `devices` says how many there are. */
  @ApiProperty({ type: [SparkplugDeviceDto] })
  readonly deviceList: SparkplugDeviceDto[];
  /** The last 20 events, the latest first. */
  @ApiProperty({ type: [SparkplugEventDto] })
  readonly timeline: SparkplugEventDto[];

  static ofDetail({ node, devices, timeline }: SparkplugNodeDetail): SparkplugNodeDetailDto {
    return Object.assign(SparkplugNodeDto.of(node), {
      deviceList: devices.map((device) => SparkplugDeviceDto.of(device)),
      timeline: timeline.map((event) => SparkplugEventDto.of(event)).reverse(),
    });
  }
}

export class SparkplugHostDto {
  readonly host: string;
  @ApiProperty({ enum: ['online', 'offline'] })
  readonly state: 'online' | 'offline';
  /** When it said so, or its will did. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  /** Of Sparkplug: 2.2 has another topic and other words. */
  @ApiProperty({ enum: ['2.2', '3.0'] })
  readonly version: '2.2' | '3.0';

  static of({ host, state, at, version }: HostApplication): SparkplugHostDto {
    return { host, state, at: timestamp(at), version };
  }
}

export class SparkplugHostsDto {
  /** By name. */
  @ApiProperty({ type: [SparkplugHostDto] })
  readonly hosts: SparkplugHostDto[];
}

export class SparkplugRebirthDto {
  /** Where the command was published. */
  readonly topic: string;
  @ApiProperty({ format: 'date-time' })
  readonly requestedAt: string;
}

function lifeOf(life: SparkplugLife): SparkplugLifeDto {
  const { id, state, since, births, deaths, lastBirthAt, lastDeathAt, lastDataAt } = life;
  return {
    ...{ id, state, since: timestamp(since), births, deaths },
    ...(lastBirthAt !== undefined && { lastBirthAt: timestamp(lastBirthAt) }),
    ...(lastDeathAt !== undefined && { lastDeathAt: timestamp(lastDeathAt) }),
    ...(lastDataAt !== undefined && { lastDataAt: timestamp(lastDataAt) }),
  };
}
