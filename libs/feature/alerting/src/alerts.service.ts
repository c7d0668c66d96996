import { Injectable } from '@nestjs/common';
import { SEVERITIES, type ActiveInstance } from '#domain/alert';
import { Database } from '#platform';
import { AlertBoard } from './alert-board.js';
import { incidentsBefore, type Incident, type IncidentFilter } from './store/alert-incidents.js';
import type { StoredRule } from './store/alert-rules.js';

export interface ActiveAlert {
  readonly rule: StoredRule;
  readonly instance: ActiveInstance;
}

export interface ActivePage {
  readonly alerts: readonly ActiveAlert[];
  readonly pending: number;
  readonly firing: number;
  /** The place of the first alert that is not on the page, if there is one. */
  readonly next?: number;
}

/** What is wrong now, and what was. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly board: AlertBoard,
    private readonly database: Database,
  ) {}

  /** Firing ones first, the gravest of them before others, then by rule. */
  active(phase: ActiveInstance['phase'] | undefined, from: number, limit: number): ActivePage {
    const all = this.board
      .all()
      .flatMap(({ rule, state }) => state.active.map((instance) => ({ rule, instance })));
    const wanted = all.filter(({ instance }) => phase === undefined || instance.phase === phase);
    const sorted = wanted.toSorted((one, other) => urgency(other) - urgency(one));
    const next = from + limit;
    return {
      alerts: sorted.slice(from, next),
      ...this.board.counts(),
      ...(sorted.length > next && { next }),
    };
  }

  /** Newest first. */
  history(filter: IncidentFilter): Promise<readonly Incident[]> {
    return this.database.search((read) => incidentsBefore(read, filter));
  }
}

/** Greater for what should be looked at first. */
function urgency({ rule, instance }: ActiveAlert): number {
  const firing = instance.phase === 'firing' ? SEVERITIES.length : 0;
  return firing + SEVERITIES.indexOf(rule.severity);
}
