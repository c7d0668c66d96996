import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { DELIVERY_STATES, WEBHOOK_TYPES, type DeliveryState, type WebhookType } from '#contract';
import { IfGiven, timestamp } from '#platform';
import type { Delivery, ListedDelivery } from '../store/webhook-deliveries.js';
import { AlertingPageQuery } from './page.dto.js';

export class DeliveriesQuery extends AlertingPageQuery {
  /** To this endpoint only. */
  @ApiProperty({ type: 'integer', required: false, minimum: 1 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  endpoint?: number;

  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'DeliveryState', required: false })
  @IfGiven()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;
}

export class DeliveryParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}

/** One webhook on its way to one endpoint. */
export class WebhookDeliveryDto {
  /** The `X-MCM-Delivery` of all its attempts. */
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ type: 'integer' })
  readonly endpointId: number;

  @ApiProperty({ enum: WEBHOOK_TYPES, enumName: 'WebhookType' })
  readonly type: WebhookType;

  @ApiProperty({ type: 'integer', required: false })
  readonly ruleId?: number;
  readonly ruleName?: string;
  readonly message: string;

  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'DeliveryState' })
  readonly state: DeliveryState;

  @ApiProperty({ type: 'integer' })
  readonly attempts: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  /** Of a queued one. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly nextAttemptAt?: string;

  /** Of a queued one: with the first failure after it, it is given up. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly expiresAt?: string;

  @ApiProperty({ format: 'date-time', required: false })
  readonly lastAttemptAt?: string;

  /** What the receiver answered last, if it did. */
  @ApiProperty({ type: 'integer', required: false })
  readonly lastStatus?: number;

  /** Why the last attempt failed. */
  readonly lastError?: string;

  /** When it was delivered or given up. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly endedAt?: string;

  static of(delivery: ListedDelivery): WebhookDeliveryDto {
    const { id, endpointId, event, ruleId, ruleName, message, state, attempts } = delivery;
    const { createdAt, nextAttemptAt, expiresAt, lastAttemptAt, lastStatus, lastError, endedAt } =
      delivery;
    return {
      ...{ id, endpointId, type: event, message, state, attempts },
      ...(ruleId !== undefined && { ruleId }),
      ...(ruleName !== undefined && { ruleName }),
      createdAt: timestamp(createdAt),
      ...(state === 'queued' && {
        ...{ nextAttemptAt: timestamp(nextAttemptAt), expiresAt: timestamp(expiresAt) },
      }),
      ...(lastAttemptAt !== undefined && { lastAttemptAt: timestamp(lastAttemptAt) }),
      ...(lastStatus !== undefined && { lastStatus }),
      ...(lastError !== undefined && { lastError }),
      ...(endedAt !== undefined && { endedAt: timestamp(endedAt) }),
    };
  }
}

export class WebhookDeliveryDetailDto extends WebhookDeliveryDto {
  /** What is sent, but for `version`, `id` and the `timestamp` of each attempt. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly content: object;

  /** The first KiB of what the receiver answered last. */
  readonly lastResponse?: string;

  static detailOf(delivery: Delivery): WebhookDeliveryDetailDto {
    const { content, lastResponse } = delivery;
    return Object.assign(WebhookDeliveryDto.of(delivery), {
      ...{ content, ...(lastResponse !== undefined && { lastResponse }) },
    });
  }
}

export class WebhookDeliveriesDto {
  /** Newest first. */
  readonly deliveries: WebhookDeliveryDto[];

  /** Absent on the last page. */
  @ApiProperty({ type: 'integer', required: false })
  readonly nextCursor?: number;
}
