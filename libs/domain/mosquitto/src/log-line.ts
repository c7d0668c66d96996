export type LogSeverity = 'debug' | 'info' | 'notice' | 'warning' | 'error';

export interface LogLine {
  readonly severity: LogSeverity;
  /** The broker's words, without the time in front; after `subscribe: ` or `unsubscribe: ` where they need it. */
  readonly message: string;
  /** Milliseconds since the epoch; absent when the line does not say, or not in which time zone. */
  readonly loggedAt?: number;
}

const LOG_TOPICS = '$SYS/broker/log/';

/** The kinds of src/logging.c; subscriptions are of the importance that the broker gives them in syslog. */
const SEVERITIES: ReadonlyMap<string, LogSeverity> = new Map([
  ['E', 'error'],
  ['W', 'warning'],
  ['N', 'notice'],
  ['I', 'info'],
  ['D', 'debug'],
  ['WS', 'debug'],
  ['M/subscribe', 'notice'],
  ['M/unsubscribe', 'notice'],
]);

const EPOCH = /^(\d{9,11}): /;
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?:? /;

/**
 * A line of the broker's log as `log_dest topic` publishes it below `$SYS/broker/log/`; nothing for other
 * topics. Takes off the time in front: seconds since the epoch, which is the default, or ISO 8601, the
 * common `log_timestamp_format`. Any other format stays in the message.
 */
export function logLine(topic: string, payload: string): LogLine | undefined {
  if (!topic.startsWith(LOG_TOPICS)) return undefined;
  const kind = topic.slice(LOG_TOPICS.length);
  const line = timed(payload);
  // Only the broker can publish here, so a kind that is not in the table is one of a later version.
  const severity = SEVERITIES.get(kind) ?? 'info';
  // Such a line is bare figures: client id, QoS and filter. What they are about stands in the topic alone.
  const verb = kind.startsWith('M/') ? `${kind.slice('M/'.length)}: ` : '';
  return { ...line, severity, message: verb + line.message };
}

/** Splits off the time in front. */
function timed(payload: string): Omit<LogLine, 'severity'> {
  const epoch = EPOCH.exec(payload);
  if (epoch) {
    const loggedAt = Number(epoch[1]) * 1000;
    return { message: payload.slice(epoch[0].length), loggedAt };
  }
  const iso = ISO.exec(payload);
  if (!iso) return { message: payload };
  const message = payload.slice(iso[0].length);
  // Without a zone it is the broker host's local time, which nobody here knows.
  const loggedAt =
    iso[3] === undefined ? Number.NaN : Date.parse(`${iso[1]}T${iso[2]}${zone(iso[3])}`);
  return Number.isNaN(loggedAt) ? { message } : { message, loggedAt };
}

/** `+0100`, as strftime's %z writes it, as `+01:00`. */
function zone(offset: string): string {
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}
