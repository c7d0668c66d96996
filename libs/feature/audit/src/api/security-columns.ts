import type { Cell } from '../export/csv.js';
import type { SecurityEventDto } from './security.dto.js';

/** What a CSV file of the security log has. */
export const SECURITY_COLUMNS: Readonly<Record<string, (event: SecurityEventDto) => Cell>> = {
  id: ({ id }) => id,
  category: ({ category }) => category,
  reason: ({ reason }) => reason,
  username: ({ username }) => username,
  sourceIp: ({ sourceIp }) => sourceIp,
  route: ({ route }) => route,
  detail: ({ detail }) => detail,
  observedAt: ({ observedAt }) => observedAt,
  lastObservedAt: ({ lastObservedAt }) => lastObservedAt,
  count: ({ count }) => count,
};
