import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { TOPIC_ACTIONS, type Action, type Step } from '#domain/access';
import { BROKER_LINES, type BrokerLine } from '#domain/mosquitto';
import { IfGiven, MostMembers } from '#platform';
import { PolicyRefDto } from './policy-ref.dto.js';
import { RulingDto } from './ruling.dto.js';

const MOST_QUESTIONS = 1_000;
const LONGEST_NAME = 65_535;
const ACTIONS: readonly Action[] = [...TOPIC_ACTIONS, 'login'];
const OUTCOMES: readonly Step['outcome'][] = [
  'no-match',
  'other-action',
  'decides',
  'would-allow',
  'would-deny',
  'not-tried',
];

/** Who asks. */
export class AccessClientDto {
  /** Left out, null or empty: anonymous. */
  @ApiProperty({ type: 'string', nullable: true, required: false })
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsString()
  @MaxLength(LONGEST_NAME)
  username?: string | null;

  /** Left out: the username, and nothing for an anonymous client. */
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NAME)
  clientId?: string;
}

export class QuestionDto extends AccessClientDto {
  @ApiProperty({ enum: ACTIONS, enumName: 'AccessAction' })
  @IsIn(ACTIONS)
  action: Action;

  /** To subscribe and unsubscribe, a filter; not needed for `login`. */
  @ApiProperty({ type: String, required: false })
  @ValidateIf(({ action, topic }: QuestionDto) => action !== 'login' || topic !== undefined)
  @IsString()
  @MaxLength(LONGEST_NAME)
  topic?: string;
}

@MostMembers(6_000)
export class ExplainRequestDto extends PolicyRefDto {
  /** Whose rules; left out: those of the broker that was seen. */
  @ApiProperty({ enum: BROKER_LINES, enumName: 'BrokerLine', required: false })
  @IfGiven()
  @IsIn(BROKER_LINES)
  broker?: BrokerLine;

  @ApiProperty({ type: [QuestionDto], minItems: 1, maxItems: MOST_QUESTIONS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_QUESTIONS)
  @ValidateNested({ each: true })
  @Type(() => QuestionDto)
  questions: QuestionDto[];
}

/** A rule that was tried, and what came of it. */
export class StepDto {
  readonly by: RulingDto;
  /** Everything after the one that `decides` was not tried: `would-…` says what it would have done. */
  @ApiProperty({ enum: OUTCOMES, enumName: 'StepOutcome' })
  readonly outcome: Step['outcome'];
}

export class OtherwiseDto {
  readonly by: RulingDto;
  readonly allowed: boolean;
}

/** What the client notices, by the version of MQTT that it speaks. */
export class SeesDto {
  readonly v5: string;
  readonly v311: string;
}

export class AnswerDto {
  readonly allowed: boolean;
  /** One or two sentences. */
  readonly because: string;
  /** The rule that decides. */
  readonly by: RulingDto;
  /** What would decide if that rule were not there; absent when it is the broker's own last word. */
  readonly otherwise?: OtherwiseDto;
  readonly sees: SeesDto;
  /** Every rule about this client, in the broker's order; of very many, those that match first. */
  @ApiProperty({ type: [StepDto] })
  readonly steps: StepDto[];
  /** So many more were left out. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly stepsLeftOff: number;
}

export class ExplainAnswersDto {
  @ApiProperty({ enum: BROKER_LINES, enumName: 'BrokerLine' })
  readonly broker: BrokerLine;
  /** The revision that was asked about; absent for a draft. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly revision?: number;
  /** One for each question, in their order. */
  @ApiProperty({ type: [AnswerDto] })
  readonly answers: AnswerDto[];
}
