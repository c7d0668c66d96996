import type { Client } from '#domain/access';

/** What is asked of a shadow broker; what it has to answer is known from `explain`. */
export interface ShadowQuestion {
  readonly client: Client;
  readonly action: 'publish' | 'receive';
  readonly topic: string;
}
