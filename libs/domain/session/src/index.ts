export { LiveClientLog } from './live-client-log.js';
export type { LeftOut, LiveClient, LiveClients, LiveSubscription } from './live-client.js';
