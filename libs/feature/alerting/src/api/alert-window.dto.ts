import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { WEEKDAYS, type MaintenanceWindow, type Weekday } from '#domain/alert';
import { IfGiven, IsDateTime, Problem, timeOf, timestamp } from '#platform';
import type { StoredWindow, WindowWish } from '../store/alert-windows.js';
import { LABELS, LabelsIfGiven } from './labels.dto.js';

const MOST_RULES = 200;

/** Every week, on the clocks of a time zone. */
export class WeeklyDto {
  /** The days on which it begins. */
  @ApiProperty({ enum: WEEKDAYS, enumName: 'Weekday', isArray: true })
  @IsArray()
  @ArrayMaxSize(WEEKDAYS.length)
  @ArrayUnique()
  @IsIn(WEEKDAYS, { each: true })
  days: Weekday[];

  @ApiProperty({ example: '22:00' })
  @IsString()
  @MaxLength(5)
  from: string;

  /** One that is not after `from` is on the next day. */
  @ApiProperty({ example: '06:00' })
  @IsString()
  @MaxLength(5)
  until: string;

  /** Of the IANA. */
  @ApiProperty({ example: 'Europe/Berlin' })
  @IsString()
  @MaxLength(64)
  timeZone: string;
}

/** Either once, `from` and `until`, or `weekly`. Without `ruleIds` and `labels` it holds for all rules. */
export class AlertWindowRequest {
  @ApiProperty({ maxLength: 128 })
  @IsString()
  @MaxLength(128)
  name: string;

  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IfGiven()
  @IsDateTime()
  from?: string;

  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IfGiven()
  @IsDateTime()
  until?: string;

  @ApiProperty({ type: WeeklyDto, required: false })
  @IfGiven()
  @ValidateNested()
  @Type(() => WeeklyDto)
  weekly?: WeeklyDto;

  /** For these rules only. */
  @ApiProperty({ type: 'integer', isArray: true, required: false, maxItems: MOST_RULES })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_RULES)
  @IsInt({ each: true })
  @Min(1, { each: true })
  ruleIds?: number[];

  /** Only for what has all of these labels, of the rule or of the instance. */
  @LabelsIfGiven()
  labels?: Record<string, string>;
}

/** @throws Problem `validation-failed` when it is neither once nor weekly, or both */
export function windowWishOf(request: AlertWindowRequest): WindowWish {
  const { name, ruleIds, labels } = request;
  return {
    ...{ name: name.trim(), when: timeOfWindow(request) },
    ...(ruleIds !== undefined && { ruleIds }),
    ...(labels !== undefined && { labels: { ...labels } }),
  };
}

function timeOfWindow({ from, until, weekly }: AlertWindowRequest): MaintenanceWindow['when'] {
  const begin = from === undefined ? undefined : timeOf(from);
  const end = until === undefined ? undefined : timeOf(until);
  if (weekly !== undefined && begin === undefined && end === undefined) {
    const { days, timeZone } = weekly;
    return { weekly: { days, from: weekly.from, until: weekly.until, timeZone } };
  }
  if (weekly === undefined && begin !== undefined && end !== undefined) {
    return { once: { from: begin, until: end } };
  }
  const detail = 'either from and until are needed, or weekly';
  const errors = [{ pointer: '/from', detail }];
  throw new Problem('validation-failed', `/from ${detail}.`, { extensions: { errors } });
}

export class AlertWindowDto {
  @ApiProperty({ type: 'integer' })
  readonly id: number;
  readonly name: string;

  @ApiProperty({ format: 'date-time', required: false })
  readonly from?: string;

  @ApiProperty({ format: 'date-time', required: false })
  readonly until?: string;

  @ApiProperty({ type: WeeklyDto, required: false })
  readonly weekly?: WeeklyDto;

  @ApiProperty({ type: 'integer', isArray: true, required: false })
  readonly ruleIds?: number[];

  @ApiProperty({ ...LABELS, selfRequired: false })
  readonly labels?: Record<string, string>;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  static of({ id, name, when, ruleIds, labels, ...rest }: StoredWindow): AlertWindowDto {
    return {
      ...{ id, name },
      ...('once' in when
        ? { from: timestamp(when.once.from), until: timestamp(when.once.until) }
        : { weekly: { ...when.weekly, days: [...when.weekly.days] } }),
      ...(ruleIds !== undefined && { ruleIds: [...ruleIds] }),
      ...(labels !== undefined && { labels: { ...labels } }),
      ...{ createdAt: timestamp(rest.createdAt), updatedAt: timestamp(rest.updatedAt) },
    };
  }
}

export class AlertWindowsDto {
  /** By name; at most 200 are kept. */
  readonly windows: AlertWindowDto[];
}
