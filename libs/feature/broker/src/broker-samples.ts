import { Inject, Injectable } from '@nestjs/common';
import type { ObserverSnapshot, SysFigure } from '#link/observer';
import { CLOCK, CONFIG, Database, type Clock, type Config } from '#platform';
import {
  forgetSamples,
  sampleGroupsOf,
  samplesOf,
  saveSample,
  type BrokerSample,
  type SampleGroup,
  type SampleQuery,
} from './store/broker-samples.js';

const ROOT = '$SYS/broker/';
/** Of some fifty figures those that are looked at days later: a sample is small, for years of them on an SD card. */
const KEPT: ReadonlySet<string> = new Set([
  ...['clients/connected', 'clients/disconnected', 'clients/total', 'subscriptions/count'],
  ...['messages/received', 'messages/sent', 'messages/stored', 'retained messages/count'],
  ...['publish/messages/dropped', 'bytes/received', 'bytes/sent', 'heap/current', 'uptime'],
]);

/** What only grows, as it was in the sample before. */
interface Counts {
  readonly restarts: number;
  readonly messages: number;
  readonly payloadBytes: number;
  readonly missedUpTo: number;
}

/** How the broker was, over days: samples in the database, kept for `metrics.broker_retention`. */
@Injectable()
export class BrokerSamples {
  private last: Counts = { restarts: 0, messages: 0, payloadBytes: 0, missedUpTo: 0 };

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Writes a sample; what could not be written is counted in the next one. */
  async record(snapshot: ObserverSnapshot): Promise<void> {
    const counts = countsOf(snapshot);
    const at = this.clock();
    const { connection, counters, sys } = snapshot;
    const sample: BrokerSample = {
      ...{ at, status: connection.status, topics: counters.topics },
      ...since(this.last, counts),
      figures: connection.status === 'connected' ? numbersOf(sys.figures) : {},
    };
    await this.database.write(async (tx) => {
      await saveSample(tx, sample);
      await forgetSamples(tx, at - this.config.metrics.brokerRetention);
    });
    this.last = counts;
  }

  /** Newest first, at most `limit` of them. */
  page(query: SampleQuery): Promise<readonly BrokerSample[]> {
    return this.database.search((read) => samplesOf(read, query));
  }

  /** The same in groups of `every` milliseconds, of which `limit` counts the groups. */
  groups(query: SampleQuery, every: number): Promise<readonly SampleGroup[]> {
    return this.database.search((read) => sampleGroupsOf(read, query, every));
  }
}

const countsOf = ({ restarts, counters, missedUpTo }: ObserverSnapshot): Counts => ({
  ...{ restarts, messages: counters.messages, payloadBytes: counters.payloadBytes, missedUpTo },
});

/** What came between two samples. A thread that was started again counts its messages from nought. */
function since(before: Counts, now: Counts): Omit<Counts, 'restarts'> {
  const isAnew = now.restarts !== before.restarts;
  return {
    messages: now.messages - (isAnew ? 0 : before.messages),
    payloadBytes: now.payloadBytes - (isAnew ? 0 : before.payloadBytes),
    missedUpTo: Math.max(0, now.missedUpTo - before.missedUpTo),
  };
}

function numbersOf(figures: readonly SysFigure[]): Readonly<Record<string, number>> {
  const named = figures.flatMap(({ topic, value }): (readonly [string, number])[] => {
    const name = topic.slice(ROOT.length);
    return typeof value === 'number' && KEPT.has(name) ? [[name, value]] : [];
  });
  return Object.fromEntries(named);
}
