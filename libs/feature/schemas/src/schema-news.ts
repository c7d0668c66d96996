import { Injectable } from '@nestjs/common';
import { BrokerService } from '#feature/broker';
import type { TopicChange } from '#link/judge';
import { timestamp } from '#platform';

const AT_ONCE = 20;
const MOST_ERRORS = 5;

/** Tells everybody who has a stream open of topics that break a schema, and of those that no longer do. */
@Injectable()
export class SchemaNews {
  constructor(private readonly broker: BrokerService) {}

  tell(changes: readonly TopicChange[]): void {
    const news = changes.filter(isNews);
    for (const { id, after } of news.slice(0, AT_ONCE)) {
      const { at, valid, errors } = after.last;
      this.broker.tell({
        ...{ type: 'schema_verdict', schemaId: id, topic: after.topic, valid },
        violations: after.violations,
        errors: errors
          .slice(0, MOST_ERRORS)
          .map(({ pointer, detail }) => `${pointer} ${detail}`.trim()),
        observedAt: timestamp(at),
      });
    }
    const dropped = news.length - AT_ONCE;
    if (dropped > 0) this.broker.tell({ type: 'lagged', dropped });
  }
}

/** That a topic fits as it did before is none. */
const isNews = ({ before, after }: TopicChange): boolean =>
  after.violations > (before?.violations ?? 0) || before?.last.valid === false;
