import type { ConfPlace } from './conf-security.js';

/** `fault`: the broker does not take it, or it lets everybody in; `warning`: probably not meant; `notice`: good to know. */
export type ConfSeverity = 'fault' | 'warning' | 'notice';

interface Rule {
  readonly severity: ConfSeverity;
  /** What to do, as a sentence. */
  readonly hint: string;
}

const fault = (hint: string) => ({ severity: 'fault', hint }) as const satisfies Rule;
const warning = (hint: string) => ({ severity: 'warning', hint }) as const satisfies Rule;
const notice = (hint: string) => ({ severity: 'notice', hint }) as const satisfies Rule;

/** What is looked for in mosquitto.conf, by the names that docs/mosquitto-conf.md explains. */
export const CONF_RULES = {
  // Lines that are not what they look like:
  'line-refused': fault(
    'Correct or remove the line: the broker does not start with it, and at a reload it keeps all old settings.',
  ),
  'line-misread': fault('Write the value as the broker reads it, or as it was meant.'),
  'line-ignored': warning('Remove the line, or complete it.'),
  'given-twice': warning('Remove one of the two lines.'),
  deprecated: notice('Plan to replace it before the next major version of Mosquitto.'),
  'relative-path': warning('Write the whole path.'),
  // Who gets in:
  'open-to-all': fault(
    'Set allow_anonymous false with a password_file and an acl_file, or bind the listener to 127.0.0.1.',
  ),
  'anonymous-allowed': warning(
    'Set allow_anonymous false, or bind the listener to 127.0.0.1, unless everybody who reaches it is meant.',
  ),
  'anonymous-overruled': warning('Name a listener: from then on allow_anonymous counts.'),
  'nobody-enters': warning('Set a password_file, or load the dynamic-security plugin.'),
  'no-rules': warning('Set an acl_file, or load the dynamic-security plugin.'),
  'control-api-open': warning('Set an acl_file that grants $CONTROL/# to administrators alone.'),
  'websockets-everywhere': warning(
    'Close the port to the network by a firewall, or update to Mosquitto 2.1, which binds it as it says.',
  ),
  'user-root': warning('Remove the line: the broker then becomes the user mosquitto.'),
  // What can be read on the way:
  'no-tls': warning(
    'Give the listener a certfile and a keyfile, or bind it to 127.0.0.1: passwords and messages cross the network in the clear.',
  ),
  'old-tls': warning('Remove the line, or set it to tlsv1.2.'),
  'no-revocation': notice('Set a crlfile, so that a certificate that got lost can be revoked.'),
  // What MCM lives on:
  'no-log-topic': warning(
    'Add log_dest topic, and keep the log_dest that there is (log_dest stderr where there was none): MCM shows the log, clients and subscriptions from it.',
  ),
  'log-types-missing': warning(
    'Add a log_type line for each that is missing: MCM reads from them who is connected and subscribed.',
  ),
  'no-connection-messages': warning(
    'Remove the line: without it MCM does not see who comes and goes.',
  ),
  'no-figures': warning(
    'Remove the line, or set it to 5: without the figures MCM knows neither load nor lost messages.',
  ),
  'small-queue': warning(
    'Leave max_queued_messages at 1000 or more: of a burst that is longer than the queue MCM misses messages.',
  ),
  'log-debug': notice(
    'Name the log types that are needed: debug lines, one for each packet, halve what the broker can do.',
  ),
  // What a reload or a restart does:
  'reload-resets-limits': warning(
    'Update to Mosquitto 2.1, which keeps the limit; until then restart after a reload.',
  ),
  'reload-loses-queues': warning(
    'Update Mosquitto, or use the same settings for all listeners (per_listener_settings false).',
  ),
  'no-persistence': notice(
    'Set persistence true to keep retained messages and sessions over a restart.',
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type ConfRuleCode = keyof typeof CONF_RULES;

/** Something about mosquitto.conf that a person should look at. */
export interface ConfFinding {
  readonly code: ConfRuleCode;
  readonly severity: ConfSeverity;
  /** The file that holds the line; the main one for what no line says. */
  readonly path: string;
  /** Counted from 1; absent for what no line says. */
  readonly line?: number;
  /** One or two sentences. */
  readonly message: string;
  /** What to do, as a sentence. */
  readonly hint: string;
}

/** What a rule has found. */
export interface ConfFound {
  readonly code: ConfRuleCode;
  readonly at?: Pick<ConfPlace, 'path' | 'line'> | undefined;
  readonly message: string;
}

const MOST_SHOWN = 60;

/** A value in a sentence: in quotes, what cannot be printed escaped, and not too long. */
export function shownValue(text: string): string {
  const part = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return JSON.stringify(part.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD'));
}
