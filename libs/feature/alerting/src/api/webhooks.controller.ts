import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, Note, RowVersion, Version } from '#platform';
import { WEBHOOK_SCHEMA } from '../webhook/body-schema.js';
import { WebhookDeliveriesService } from '../webhook/webhook-deliveries.service.js';
import { WebhooksService } from '../webhook/webhooks.service.js';
import { NumberParams } from './page.dto.js';
import { IF_MATCH, READS, WRITES } from './problems.js';
import { WebhookDeliveryDetailDto } from './webhook-delivery.dto.js';
import {
  endpointWishOf,
  ListedWebhookDto,
  WebhookCreatedDto,
  WebhookDto,
  WebhookRequest,
  WebhookSecretDto,
  WebhooksDto,
} from './webhook.dto.js';

/** Who is told of alerts. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly deliveries: WebhookDeliveriesService,
  ) {}

  @Get()
  @Floor('operator')
  @ApiOperation({ operationId: 'listWebhooks', summary: 'All webhook endpoints, by name.' })
  @ApiOkResponse({ type: WebhooksDto })
  @ApiProblems('not-authenticated', 'role-too-low')
  async list(): Promise<WebhooksDto> {
    const [endpoints, last] = [await this.webhooks.list(), await this.deliveries.last()];
    return { webhooks: endpoints.map((one) => ListedWebhookDto.with(one, last.get(one.id))) };
  }

  /** The JSON Schema (2020-12) of what is posted. */
  @Get('schema')
  @Floor('viewer')
  @ApiOperation({
    operationId: 'getWebhookSchema',
    summary: 'What the body of a webhook looks like.',
  })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  @ApiProblems('not-authenticated', 'role-too-low')
  schema(): object {
    return WEBHOOK_SCHEMA;
  }

  @Post()
  @Floor('admin')
  @Audited('webhook.create')
  @ApiOperation({
    operationId: 'createWebhook',
    summary: 'Add a webhook endpoint. Its signing secret is shown once.',
  })
  @ApiCreatedResponse({ type: WebhookCreatedDto })
  @ApiProblems(...WRITES, 'name-taken', 'too-many-kept')
  async create(
    @Body() request: WebhookRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<WebhookCreatedDto> {
    const { endpoint, secret } = await this.webhooks.create(endpointWishOf(request));
    const after = Object.assign(WebhookDto.of(endpoint), { secret });
    note.about(endpoint.id, endpoint.name).changed(undefined, after);
    version.tell(endpoint.version);
    return WebhookCreatedDto.with(endpoint, secret);
  }

  @Get(':id')
  @Floor('operator')
  @ApiOperation({ operationId: 'getWebhook', summary: 'One webhook endpoint.' })
  @ApiOkResponse({ type: WebhookDto })
  @ApiProblems(...READS, 'webhook-not-found')
  async get(@Param() { id }: NumberParams, @Version() version: RowVersion): Promise<WebhookDto> {
    const endpoint = await this.webhooks.get(id);
    version.tell(endpoint.version);
    return WebhookDto.of(endpoint);
  }

  /** What waits for it already goes to the new URL. */
  @Put(':id')
  @Floor('admin')
  @Audited('webhook.update')
  @ApiOperation({
    operationId: 'updateWebhook',
    summary: 'Replace a webhook endpoint, but its secret.',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: WebhookDto })
  @ApiProblems(...WRITES, 'webhook-not-found', 'name-taken', 'stale-version')
  async update(
    @Param() { id }: NumberParams,
    @Body() request: WebhookRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<WebhookDto> {
    const before = await this.webhooks.get(id);
    note.about(id, before.name);
    const wish = endpointWishOf(request);
    const after = await this.webhooks.update(id, wish, version.expected(before.version));
    note.changed(WebhookDto.of(before), WebhookDto.of(after));
    version.tell(after.version);
    return WebhookDto.of(after);
  }

  @Delete(':id')
  @HttpCode(204)
  @Floor('admin')
  @Audited('webhook.delete')
  @ApiOperation({
    operationId: 'deleteWebhook',
    summary: 'Delete a webhook endpoint, with its deliveries.',
  })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is gone; what waited for it is not sent.' })
  @ApiProblems(...WRITES, 'webhook-not-found', 'stale-version')
  async delete(
    @Param() { id }: NumberParams,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<void> {
    const before = await this.webhooks.get(id);
    note.about(id, before.name);
    await this.webhooks.delete(id, version.expected(before.version));
    note.changed(WebhookDto.of(before), undefined);
  }

  /** Tried once, at once, whether the endpoint is enabled or not; answered when that is over. */
  @Post(':id/test')
  @HttpCode(200)
  @Floor('admin')
  @Audited('webhook.test')
  @ApiOperation({ operationId: 'testWebhook', summary: 'Send a test to a webhook endpoint.' })
  @ApiOkResponse({ type: WebhookDeliveryDetailDto })
  @ApiProblems(...WRITES, 'webhook-not-found', 'alerting-off')
  async test(
    @Param() { id }: NumberParams,
    @Note() note: AuditNote,
  ): Promise<WebhookDeliveryDetailDto> {
    note.about(id, (await this.webhooks.get(id)).name);
    return WebhookDeliveryDetailDto.detailOf(await this.deliveries.test(id));
  }

  /** The old one is good for nothing from now on. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Floor('admin')
  @Audited('webhook.rotate_secret')
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Make a new signing secret, which is shown once.',
  })
  @ApiOkResponse({ type: WebhookSecretDto })
  @ApiProblems(...WRITES, 'webhook-not-found')
  async rotate(@Param() { id }: NumberParams, @Note() note: AuditNote): Promise<WebhookSecretDto> {
    note.about(id, (await this.webhooks.get(id)).name);
    return { secret: (await this.webhooks.rotateSecret(id)).reveal() };
  }
}
