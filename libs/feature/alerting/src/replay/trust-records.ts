import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction } from '#contract';
import type { AlertCondition, Stretch } from '#domain/alert';
import { AuditReader, readBody, SecurityReader } from '#feature/audit';
import { CONFIG, type Config } from '#platform';
import { LOGIN_CATEGORIES } from '../read/trust-reader.js';
import { countLine } from './lines.js';
import { lengthOf, many, onlyNow, type Recorded } from './recorded.js';

const MOST_EVENTS = 5_000;
/** Of each kind of act. */
const MOST_ACTS = 200;
/** Acts after which access is as MCM wants it. */
const ENDS: readonly AuditAction[] = ['access.adopt', 'access.overwrite', 'access.apply'];

/** What is recorded of log-ins and of changes behind MCM's back. */
@Injectable()
export class TrustRecords {
  constructor(
    private readonly security: SecurityReader,
    private readonly audit: AuditReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async logins(
    { door, count, minutes }: Extract<AlertCondition, { kind: 'login_failures' }>,
    at: number,
  ): Promise<Recorded> {
    const categories = LOGIN_CATEGORIES[door];
    const events: { at: number; count: number }[] = [];
    for await (const batch of this.security.all({})) {
      const ours = batch.filter(({ category }) => categories.includes(category));
      events.push(...ours.map((event) => ({ at: event.lastObservedAt, count: event.count })));
      if (events.length >= MOST_EVENTS) break;
    }
    const kept = lengthOf(this.config.metrics.securityRetention);
    if (events.length === 0)
      return onlyNow(`No failed log-in is in the security log, which keeps ${kept}.`);
    const stretches = countLine(events, { span: minutes * 60_000, least: count, until: at });
    const coverage = `${many(events.length, 'event')} of the security log, which keeps ${kept}; repeats within a minute are one event, at the time of the last.`;
    return { timelines: [{ labels: {}, stretches, until: at }], samples: events.length, coverage };
  }

  async drift(at: number): Promise<Recorded> {
    const begun = (await this.acts('access.external')).map((time) => stretch(time, true));
    const ended = (await Promise.all(ENDS.map((action) => this.acts(action)))).flat();
    const stretches = [...begun, ...ended.map((time) => stretch(time, false))];
    stretches.sort((one, other) => one.at - other.at);
    const kept = lengthOf(this.config.metrics.auditRetention);
    const coverage = `${many(stretches.length, 'entry').replace('entrys', 'entries')} of the audit trail, which keeps ${kept}.`;
    return {
      timelines: [{ labels: {}, stretches, until: at }],
      samples: stretches.length,
      coverage,
    };
  }

  /** When it was done, with success. */
  private async acts(action: AuditAction): Promise<readonly number[]> {
    const { entries } = await this.audit.page({ action, result: 'success' }, MOST_ACTS);
    return entries.flatMap(({ body }) => readBody(body)?.at ?? []);
  }
}

const stretch = (at: number, drifted: boolean): Stretch => ({
  ...{ at, holds: drifted },
  text: drifted ? 'Access was changed behind MCM’s back.' : 'Access was as MCM left it.',
});
