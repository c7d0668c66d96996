import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { labelFaults } from '#domain/alert';
import { urlProblem } from '#link/webhook';
import { CLOCK, CONFIG, Database, Problem, type Clock, type Config, type Secret } from '#platform';
import { refuseFaults, requireRoom, requireVersion } from '../refusals.js';
import { insertDelivery } from '../store/webhook-deliveries.js';
import {
  allEndpoints,
  insertEndpoint,
  removeEndpoint,
  updateEndpoint,
  type Endpoint,
  type EndpointWish,
} from '../store/webhook-endpoints.js';
import { testContent } from './webhook-content.js';
import { WebhookSecrets } from './webhook-secrets.js';

const MOST_ENDPOINTS = 50;

/** Who is told. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly secrets: WebhookSecrets,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. */
  list(): Promise<readonly Endpoint[]> {
    return allEndpoints(this.database.read);
  }

  /** @throws Problem `webhook-not-found` */
  async get(id: number): Promise<Endpoint> {
    return endpointOf(await this.list(), id);
  }

  /** Its secret is told this once. @throws Problem `validation-failed`, `name-taken`, `too-many-kept` */
  async create(
    wish: EndpointWish,
  ): Promise<{ readonly endpoint: Endpoint; readonly secret: Secret }> {
    this.check(wish);
    const { id, secret } = await this.database.write(async (tx) => {
      const all = await allEndpoints(tx);
      requireRoom(all.length, MOST_ENDPOINTS, 'webhook endpoints');
      requireFreeName(all, wish.name);
      const made = await insertEndpoint(tx, wish, this.clock());
      return { id: made, secret: await this.secrets.renew(tx, made) };
    });
    return { endpoint: await this.get(id), secret };
  }

  /** @throws Problem `validation-failed`, `webhook-not-found`, `name-taken`, `stale-version` */
  async update(id: number, wish: EndpointWish, version: number | undefined): Promise<Endpoint> {
    this.check(wish);
    await this.database.write(async (tx) => {
      const all = await allEndpoints(tx);
      requireVersion(endpointOf(all, id).version, version);
      requireFreeName(all, wish.name, id);
      await updateEndpoint(tx, id, wish, this.clock());
    });
    return this.get(id);
  }

  /** Its deliveries go with it. @throws Problem `webhook-not-found`, `stale-version` */
  async delete(id: number, version: number | undefined): Promise<void> {
    await this.database.write(async (tx) => {
      requireVersion(endpointOf(await allEndpoints(tx), id).version, version);
      await removeEndpoint(tx, id);
    });
  }

  /** What is signed from now on is signed with the new one, what waits already too. @throws Problem `webhook-not-found` */
  async rotateSecret(id: number): Promise<Secret> {
    return this.database.write(async (tx) => {
      endpointOf(await allEndpoints(tx), id);
      return this.secrets.renew(tx, id);
    });
  }

  /** Answers the id of a delivery that is tried once. @throws Problem `webhook-not-found`, `alerting-off` */
  async queueTest(id: number): Promise<string> {
    this.requireOn();
    const delivery = randomUUID();
    await this.database.write(async (tx) => {
      const { name } = endpointOf(await allEndpoints(tx), id);
      const at = this.clock();
      const content = testContent(name, at);
      await insertDelivery(tx, { id: delivery, endpointId: id, content, at, expiresAt: at });
    });
    return delivery;
  }

  /** @throws Problem `alerting-off` */
  requireOn(): void {
    if (this.config.alerting.enabled) return;
    throw new Problem('alerting-off', 'The configuration says alerting.enabled: false.');
  }

  private check({ name, url, filters }: EndpointWish): void {
    const problem = urlProblem(url, this.config.alerting.allowLoopback);
    refuseFaults([
      ...(name.trim() === '' ? [{ pointer: '/name', detail: 'must not be empty' }] : []),
      ...(problem === undefined ? [] : [{ pointer: '/url', detail: problem }]),
      ...labelFaults(filters.labels ?? {}, '/filters/labels'),
    ]);
  }
}

function endpointOf(all: readonly Endpoint[], id: number): Endpoint {
  const endpoint = all.find((one) => one.id === id);
  if (endpoint) return endpoint;
  throw new Problem('webhook-not-found', `No webhook endpoint has the id ${id}.`);
}

function requireFreeName(all: readonly Endpoint[], name: string, own?: number): void {
  const isTaken = all.some(
    (one) => one.id !== own && one.name.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken) throw new Problem('name-taken', `A webhook endpoint has the name ${name} already.`);
}
