import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { NOTICE_EVENTS, SEVERITIES, type NoticeEvent, type Severity } from '#domain/alert';
import { IfGiven, timestamp, type Secret } from '#platform';
import type { ListedDelivery } from '../store/webhook-deliveries.js';
import type { Endpoint, EndpointWish } from '../store/webhook-endpoints.js';
import { givenMembers } from './given-members.js';
import { LabelsIfGiven } from './labels.dto.js';
import { WebhookDeliveryDto } from './webhook-delivery.dto.js';

const MOST_RULES = 200;

/** What an endpoint is told of; all that are given have to fit, and without any, everything is told. */
export class WebhookFiltersDto {
  @ApiProperty({ enum: SEVERITIES, enumName: 'AlertSeverity', required: false })
  @IfGiven()
  @IsIn(SEVERITIES)
  minSeverity?: Severity;

  @ApiProperty({ type: 'integer', isArray: true, required: false, maxItems: MOST_RULES })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_RULES)
  @IsInt({ each: true })
  @Min(1, { each: true })
  ruleIds?: number[];

  /** All of them, of the rule or of the instance. */
  @LabelsIfGiven()
  labels?: Record<string, string>;

  @ApiProperty({
    enum: NOTICE_EVENTS,
    enumName: 'AlertNoticeEvent',
    isArray: true,
    required: false,
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(NOTICE_EVENTS.length)
  @ArrayUnique()
  @IsIn(NOTICE_EVENTS, { each: true })
  events?: NoticeEvent[];
}

export class WebhookRequest {
  /** Unique without regard to case. */
  @ApiProperty({ maxLength: 128 })
  @IsString()
  @MaxLength(128)
  name: string;

  /** http or https, without a user name. Loopback and link-local addresses only where the configuration allows them. */
  @ApiProperty({ maxLength: 2_048, example: 'https://hooks.plant.example/mcm' })
  @IsString()
  @MaxLength(2_048)
  url: string;

  @ApiProperty({ type: WebhookFiltersDto, required: false })
  @IfGiven()
  @ValidateNested()
  @Type(() => WebhookFiltersDto)
  filters?: WebhookFiltersDto;

  /** True when left out. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

export function endpointWishOf({ name, url, filters, enabled }: WebhookRequest): EndpointWish {
  return {
    ...{ name: name.trim(), url, enabled: enabled ?? true },
    filters: givenMembers(filters ?? {}),
  };
}

export class WebhookDto {
  @ApiProperty({ type: 'integer' })
  readonly id: number;
  readonly name: string;
  readonly url: string;

  @ApiProperty({ type: WebhookFiltersDto })
  readonly filters: WebhookFiltersDto;

  readonly enabled: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  static of({ id, name, url, filters, enabled, createdAt, updatedAt }: Endpoint): WebhookDto {
    const { minSeverity, ruleIds, labels, events } = filters;
    return {
      ...{ id, name, url, enabled },
      filters: {
        ...(minSeverity !== undefined && { minSeverity }),
        ...(ruleIds !== undefined && { ruleIds: [...ruleIds] }),
        ...(labels !== undefined && { labels: { ...labels } }),
        ...(events !== undefined && { events: [...events] }),
      },
      ...{ createdAt: timestamp(createdAt), updatedAt: timestamp(updatedAt) },
    };
  }
}

export class WebhookCreatedDto extends WebhookDto {
  /** Signs what is sent, as UTF-8 text. Shown this once. */
  readonly secret: string;

  static with(endpoint: Endpoint, secret: Secret): WebhookCreatedDto {
    return Object.assign(WebhookDto.of(endpoint), { secret: secret.reveal() });
  }
}

export class WebhookSecretDto {
  /** Signs what is sent from now on. Shown this once. */
  readonly secret: string;
}

export class ListedWebhookDto extends WebhookDto {
  /** What was sent to it last, if anything was. */
  @ApiProperty({ type: WebhookDeliveryDto, required: false })
  readonly lastDelivery?: WebhookDeliveryDto;

  static with(endpoint: Endpoint, last: ListedDelivery | undefined): ListedWebhookDto {
    const webhook = WebhookDto.of(endpoint);
    return Object.assign(webhook, last && { lastDelivery: WebhookDeliveryDto.of(last) });
  }
}

export class WebhooksDto {
  /** By name; at most 50 are kept. */
  readonly webhooks: ListedWebhookDto[];
}
