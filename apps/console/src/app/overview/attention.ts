import type { Status } from '../api/models';
import { count, counted, rate, size } from '../ui/formats';
import { sysFigure } from './sys-figure';

/** Something a person should look at, the gravest first. */
export interface Attention {
  readonly kind: 'fault' | 'warning' | 'info';
  readonly title: string;
  readonly detail: string;
  /** What it is about, as one word. */
  readonly about: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  /** The page that shows more, and what it is to show. */
  readonly link?: string;
  readonly query?: Readonly<Record<string, string | number>>;
}

const LOOPBACK = /^(127\.|::1$|localhost$)/;
const GRAVITY = { fault: 0, warning: 1, info: 2 } as const;

/** What needs somebody's attention: of this status, and of what there is besides. */
export function needsAttention(
  status: Status,
  others: readonly Attention[] = [],
): readonly Attention[] {
  const own = [...connection(status), ...settings(status), ...losses(status), ...evictions(status)];
  return [...own, ...others].sort((a, b) => GRAVITY[a.kind] - GRAVITY[b.kind]);
}

function* connection({ broker, observer, sys }: Status): Generator<Attention> {
  if (broker.status === 'disconnected') {
    yield {
      kind: 'fault',
      title: 'The broker cannot be reached',
      detail: broker.lastError?.reason ?? `MCM tries ${broker.target.address} again and again.`,
      about: 'Broker',
      since: Date.parse(broker.since),
      link: '/log',
    };
  }
  if (observer.state === 'restarting') {
    yield {
      kind: 'fault',
      title: 'The observer is being restarted',
      detail: 'What is shown is from before; its counters start anew.',
      about: 'MCM',
      link: '/log',
    };
  }
  if (broker.status === 'connected' && sys.figures.length === 0) {
    yield {
      kind: 'info',
      title: 'The broker tells no figures',
      detail: 'Nothing came below $SYS: MCM’s account may not read it, or sys_interval is 0.',
      about: 'Broker',
    };
  }
}

function* settings({ broker: { target }, warnings }: Status): Generator<Attention> {
  for (const { key, text } of warnings) {
    yield {
      kind: 'warning',
      title: 'For development only',
      detail: `${text} (${key})`,
      about: 'Setting',
    };
  }
  if (!target.tlsEnabled && !LOOPBACK.test(target.host)) {
    yield {
      kind: 'warning',
      title: 'The connection to the broker is not encrypted',
      detail: `MCM’s password and every payload cross the network to ${target.address} in the clear.`,
      about: 'Setting',
    };
  }
}

function* losses(status: Status): Generator<Attention> {
  const perMinute = sysFigure(status, 'load/publish/dropped/1min')?.value ?? 0;
  const total = sysFigure(status, 'publish/messages/dropped');
  if (total === undefined || total.value === 0) return;
  const now = perMinute >= 0.005;
  yield {
    kind: now ? 'warning' : 'info',
    title: now ? 'The broker drops messages' : 'The broker has dropped messages',
    detail: now
      ? `Up to ${rate(perMinute)} a minute, ${count(total.value)} since its start, all clients: one reads slower than it is sent to.`
      : `Up to ${count(total.value)} since its start, all clients; none in the last minute.`,
    about: 'Broker',
    since: total.at,
    link: '/log',
  };
}

function* evictions({ observer }: Status): Generator<Attention> {
  const { evictedPayloads, evictedTopics, memoryBudget, restarts } = observer;
  const remedy = `The ${size(memoryBudget)} of observe.memory_budget are full.`;
  if (evictedTopics > 0) {
    yield {
      kind: 'warning',
      title: `MCM let ${counted(evictedTopics, 'topic')} go`,
      detail: `${remedy} Those silent the longest went first.`,
      about: 'MCM',
      link: '/topics',
    };
  } else if (evictedPayloads > 0) {
    yield {
      kind: 'info',
      title: `MCM let the last value of ${counted(evictedPayloads, 'topic')} go`,
      detail: `${remedy} Values silent the longest went first; counts are kept.`,
      about: 'MCM',
      link: '/topics',
    };
  }
  if (restarts > 0) {
    yield {
      kind: 'info',
      title: `The observer was restarted ${counted(restarts, 'time')}`,
      detail: 'Counters and topics started anew each time; the log says why.',
      about: 'MCM',
      link: '/log',
    };
  }
}
