import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, Note } from '#platform';
import { WebhookDeliveriesService } from '../webhook/webhook-deliveries.service.js';
import { pageOf } from './page.dto.js';
import { READS, WRITES } from './problems.js';
import {
  DeliveriesQuery,
  DeliveryParams,
  WebhookDeliveriesDto,
  WebhookDeliveryDetailDto,
  WebhookDeliveryDto,
} from './webhook-delivery.dto.js';

/** What was told to whom, and how that went. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks/deliveries')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Get()
  @Floor('operator')
  @ApiOperation({ operationId: 'listWebhookDeliveries', summary: 'Deliveries, newest first.' })
  @ApiOkResponse({ type: WebhookDeliveriesDto })
  @ApiProblems(...WRITES)
  async list(@Query() query: DeliveriesQuery): Promise<WebhookDeliveriesDto> {
    const { endpoint, state, limit, cursor } = query;
    const found = await this.deliveries.list({
      ...(endpoint !== undefined && { endpointId: endpoint }),
      ...(state !== undefined && { state }),
      ...{ before: cursor ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 },
    });
    const { shown, ...next } = pageOf(found, limit, ({ number }) => number);
    return { deliveries: shown.map((one) => WebhookDeliveryDto.of(one)), ...next };
  }

  @Get(':id')
  @Floor('operator')
  @ApiOperation({
    operationId: 'getWebhookDelivery',
    summary: 'One delivery, with what is sent and what was answered last.',
  })
  @ApiOkResponse({ type: WebhookDeliveryDetailDto })
  @ApiProblems(...READS, 'delivery-not-found')
  async get(@Param() { id }: DeliveryParams): Promise<WebhookDeliveryDetailDto> {
    return WebhookDeliveryDetailDto.detailOf(await this.deliveries.get(id));
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Floor('admin')
  @Audited('webhook.retry')
  @ApiOperation({
    operationId: 'retryWebhookDelivery',
    summary: 'Try a delivery again at once, and for another day; also one that was given up.',
  })
  @ApiOkResponse({ type: WebhookDeliveryDto })
  @ApiProblems(...WRITES, 'delivery-not-found', 'already-delivered', 'alerting-off')
  async retry(
    @Param() { id }: DeliveryParams,
    @Note() note: AuditNote,
  ): Promise<WebhookDeliveryDto> {
    note.about(id);
    return WebhookDeliveryDto.of(await this.deliveries.retry(id));
  }
}
