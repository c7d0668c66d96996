import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { BROKER_LINES, type BrokerLine } from '#domain/mosquitto';
import { IfGiven, MostMembers } from '#platform';
import { AccessClientDto } from './explain.dto.js';
import { IsTopicList } from './is-topic-list.js';
import { PolicyRefDto } from './policy-ref.dto.js';
import { RulingDto } from './ruling.dto.js';

const MOST_CLIENTS = 1_000;
const MOST_TOPICS = 10_000;

/** A client, by its names. */
export class NamedClientDto {
  /** Absent: anonymous. */
  readonly username?: string;
  readonly clientId: string;
}

@MostMembers(15_000)
export class ImpactRequestDto {
  /** Left out: the policy in force. */
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => PolicyRefDto)
  before?: PolicyRefDto;

  @IsObject()
  @ValidateNested()
  @Type(() => PolicyRefDto)
  after: PolicyRefDto;

  /** Whose rules; left out: those of the broker that was seen. */
  @ApiProperty({ enum: BROKER_LINES, enumName: 'BrokerLine', required: false })
  @IfGiven()
  @IsIn(BROKER_LINES)
  broker?: BrokerLine;

  /** Left out: an anonymous one, and one for each user of either policy, with the username for its client id. */
  @ApiProperty({ type: [AccessClientDto], required: false, maxItems: MOST_CLIENTS })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_CLIENTS)
  @ValidateNested({ each: true })
  @Type(() => AccessClientDto)
  clients?: AccessClientDto[];

  /** Left out: the topics that MCM has observed. */
  @ApiProperty({ type: [String], required: false, maxItems: MOST_TOPICS })
  @IfGiven()
  @IsTopicList(MOST_TOPICS)
  topics?: string[];
}

/** What becomes different for somebody. */
const CHANGES = ['gained', 'lost'] as const;

export class FlipExampleDto {
  readonly client: NamedClientDto;
  readonly topic: string;
}

export class FlipCountDto {
  /** Of these, each is a client, a topic and an action. */
  @ApiProperty({ type: 'integer' })
  readonly flips: number;
  @ApiProperty({ type: 'integer' })
  readonly clients: number;
  @ApiProperty({ type: 'integer' })
  readonly topics: number;
}

/** Answers that change alike: one rule takes the place of another. */
export class FlipGroupDto extends FlipCountDto {
  @ApiProperty({ enum: ['publish', 'receive'], enumName: 'FlippedAction' })
  readonly action: 'publish' | 'receive';
  @ApiProperty({ enum: CHANGES, enumName: 'AccessChange' })
  readonly change: 'gained' | 'lost';
  /** What decides before. */
  readonly before: RulingDto;
  /** What decides afterwards. */
  readonly after: RulingDto;
  /** A few of them. */
  @ApiProperty({ type: [FlipExampleDto] })
  readonly examples: FlipExampleDto[];
}

export class FlippedDto {
  @ApiProperty({ type: 'integer' })
  readonly gained: number;
  @ApiProperty({ type: 'integer' })
  readonly lost: number;
}

export class LoginFlipDto {
  @ApiProperty({ enum: CHANGES, enumName: 'AccessChange' })
  readonly change: 'gained' | 'lost';
  readonly before: RulingDto;
  readonly after: RulingDto;
}

export class AffectedClientDto {
  readonly client: NamedClientDto;
  /** To how many topics, as is the next. */
  readonly publish: FlippedDto;
  readonly receive: FlippedDto;
  /** Absent when logging in is as it was. */
  readonly login?: LoginFlipDto;
}

/** What becomes different when one policy takes the place of another: publishing, receiving and logging in. */
export class ImpactDto extends FlippedDto {
  @ApiProperty({ enum: BROKER_LINES, enumName: 'BrokerLine' })
  readonly broker: BrokerLine;
  /** How many were asked about. */
  @ApiProperty({ type: 'integer' })
  readonly clients: number;
  @ApiProperty({ type: 'integer' })
  readonly topics: number;
  /** Whether there are more topics that MCM has observed; absent when topics were given. */
  readonly moreObserved?: boolean;
  /** Of the answers about publishing and receiving: two for each client and topic. */
  @ApiProperty({ type: 'integer' })
  readonly unchanged: number;
  /** The largest first. */
  @ApiProperty({ type: [FlipGroupDto] })
  readonly groups: FlipGroupDto[];
  /** Groups that were left out. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly groupsLeftOff: number;
  /** Answers in no group, when there are too many groups. */
  readonly others?: FlipCountDto;
  /** Clients for whom something changes, in the order in which they were given. */
  @ApiProperty({ type: [AffectedClientDto] })
  readonly affected: AffectedClientDto[];
  /** Clients that were left out. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly affectedLeftOff: number;
}
