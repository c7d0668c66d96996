import type { Migration } from '../migration.js';

/** How the broker was, minute by minute. Times are milliseconds since 1970. */
export const brokerSamples: Migration = {
  version: 8,
  name: 'broker-samples',
  statements: [
    `CREATE TABLE broker_samples (
       at INTEGER PRIMARY KEY,
       status TEXT NOT NULL CHECK (status IN ('connected', 'disconnected')),
       messages INTEGER NOT NULL, -- since the sample before, as are the next two
       payload_bytes INTEGER NOT NULL,
       missed_up_to INTEGER NOT NULL,
       topics INTEGER NOT NULL,
       figures TEXT NOT NULL -- JSON: numbers by their names below $SYS/broker
     ) STRICT`,
  ],
};
