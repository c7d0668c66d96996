import type { EntityManager } from 'typeorm';
import {
  Metrics,
  type AuditAct,
  type AuditOutcome,
  type Clock,
  type Database,
  type Keys,
} from '#platform';
import { AuditTrail } from './audit-trail.js';

/** A trail that no server has open. */
export interface TrailPlace {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
}

/** Goes on with the trail as a server does at its start, and records an act that has happened, `along` with what it did. */
export async function recordInto(
  { database, keys, clock }: TrailPlace,
  act: AuditAct,
  outcome: AuditOutcome,
  along?: (tx: EntityManager) => Promise<void>,
): Promise<void> {
  const trail = new AuditTrail(database, keys, new Metrics(), clock);
  await trail.record(act, outcome, along);
  await trail.flush();
}
