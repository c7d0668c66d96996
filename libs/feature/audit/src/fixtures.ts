import { Logger } from '@nestjs/common';
import { join } from 'node:path';
import { Database, loadKeys, Metrics, type AuditAct } from '#platform';
import { AuditReader } from './audit-reader.js';
import { AuditTrail } from './audit-trail.js';

export const DAY_MS = 86_400_000;
export const NOON = Date.UTC(2026, 10, 25, 12);

/** A trail in a data folder, as a server has it open; its clock stands until a test moves it. */
export interface OpenTrail {
  readonly trail: AuditTrail;
  readonly reader: AuditReader;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly clock: { now: number };
  close(): Promise<void>;
}

export async function openTrail(folder: string, now = NOON): Promise<OpenTrail> {
  const keys = await loadKeys(folder);
  const database = await Database.open({ path: join(folder, 'mcm.db'), entities: [] });
  const metrics = new Metrics();
  const clock = { now };
  const trail = new AuditTrail(database, keys, metrics, () => clock.now);
  await trail.resume();
  return {
    ...{ trail, reader: new AuditReader(database), database, metrics, clock },
    async close() {
      await trail.flush();
      await database.close();
    },
  };
}

export const act = (wishes: Partial<AuditAct> = {}): AuditAct => ({
  action: 'admin_user.update',
  actor: { name: 'ada', via: 'session', address: '192.0.2.7' },
  requestId: 'r-1',
  resourceId: '7',
  ...wishes,
});

/** An act from its begin to its end; answers the number of its intent. */
export async function done(trail: AuditTrail, wishes: Partial<AuditAct> = {}): Promise<number> {
  const intent = await trail.begin(act(wishes));
  await trail.end(intent, act(wishes), { result: 'success' });
  return intent;
}

/** From here on what is logged is kept, instead of being printed: `<level> <message>`. */
export function keepLog(): string[] {
  const lines: string[] = [];
  const add = (level: string) => (message: unknown) => lines.push(`${level} ${String(message)}`);
  Logger.overrideLogger({ log: add('log'), warn: add('warn'), error: add('error') });
  return lines;
}
