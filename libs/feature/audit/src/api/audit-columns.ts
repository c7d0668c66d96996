import type { Cell } from '../export/csv.js';
import type { AuditEventDto, AuditRow } from './audit.dto.js';

/** Takes from an act, and nothing from an entry that cannot be read. */
const act =
  (cell: (event: AuditEventDto) => Cell) =>
  (row: AuditRow): Cell =>
    'unreadable' in row ? undefined : cell(row);

/** What a CSV file of the trail has. Where an entry cannot be read, `unreadable` holds what is there instead. */
export const AUDIT_COLUMNS: Readonly<Record<string, (row: AuditRow) => Cell>> = {
  id: ({ id }) => id,
  occurredAt: act(({ occurredAt }) => occurredAt),
  actor: act(({ actor }) => actor.name),
  via: act(({ actor }) => actor.via),
  token: act(({ actor }) => actor.token),
  address: act(({ actor }) => actor.address),
  action: act(({ action }) => action),
  resourceType: act(({ resourceType }) => resourceType),
  resourceId: act(({ resourceId }) => resourceId),
  resourceName: act(({ resourceName }) => resourceName),
  result: act(({ result }) => result),
  reason: act(({ reason }) => reason),
  changes: act(({ changes }) => (changes.length > 0 ? JSON.stringify(changes) : undefined)),
  requestId: act(({ requestId }) => requestId),
  intent: act(({ intent }) => intent),
  hash: ({ hash }) => hash,
  unreadable: (row) => ('unreadable' in row ? row.text : undefined),
};
