import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Keys, Sealer, Secret } from '#platform';
import { replaceSecret, type Endpoint } from '../store/webhook-endpoints.js';
import { newSecret } from './signing.js';

/** The secrets that webhooks are signed with: encrypted where they are kept, each for its endpoint. */
@Injectable()
export class WebhookSecrets {
  private readonly sealer: Sealer;

  constructor(keys: Keys) {
    this.sealer = new Sealer(keys.derive('webhook'));
  }

  /** Gives the endpoint a new one, and answers it. */
  async renew(tx: EntityManager, id: number): Promise<Secret> {
    const secret = newSecret();
    await replaceSecret(tx, id, this.sealer.seal(Buffer.from(secret.reveal()), placeOf(id)));
    return secret;
  }

  /** Nothing when it was encrypted with another secret.key, as after a restore without keys. */
  open({ id, secret }: Pick<Endpoint, 'id' | 'secret'>): Secret | undefined {
    const opened = this.sealer.open(secret, placeOf(id));
    return opened && new Secret(opened.toString());
  }
}

const placeOf = (id: number): string => `webhook:${id}`;
