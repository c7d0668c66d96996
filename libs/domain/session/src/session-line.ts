import type { LiveClient } from './live-client.js';

/** What a line of the broker's log says about connections and subscriptions. */
export type SessionLine =
  /** A socket, before anybody has said who it is. WebSocket connections to 2.0 have no such line. */
  | { readonly kind: 'opened'; readonly address: string }
  | { readonly kind: 'connected'; readonly client: ConnectingClient }
  | { readonly kind: 'ended'; readonly readings: readonly Ending[] }
  /** The session of a client that was away for too long. */
  | { readonly kind: 'expired'; readonly clientId: string }
  /** Client id, QoS and filter, or client id and filter, in one text. */
  | { readonly kind: 'subscribed' | 'unsubscribed'; readonly text: string }
  /** The broker starts or stops: nobody is connected. */
  | { readonly kind: 'none-left' }
  /** It is about a client or a subscription, but does not say clearly which. */
  | { readonly kind: 'unclear' };

export type ConnectingClient = Omit<
  LiveClient,
  'since' | 'subscriptions' | 'subscriptionsComplete'
>;

/** A way to read a line that says that a connection ended: as one of 2.1, or as one of 2.0. */
export interface Ending {
  readonly clientId: string;
  /** Of the connection, as `IP:PORT`. Mosquitto 2.0 does not say it. */
  readonly address?: string;
  /**
   * `refused`: it never was connected, unless the address says so. `taken-over`: by another connection. `cut`: the socket
   * was closed without a word.
   */
  readonly how: 'ended' | 'cut' | 'taken-over' | 'refused';
}

/**
 * The broker cuts a line after 999 bytes (measured on 2.0.11), the time in front included. Whatever comes near is not read,
 * so that for each client that is known, the lines that follow are whole as well.
 */
const LONGEST_BYTES = 850;
const encoder = new TextEncoder();

/** Reads a line as `logLine` of #domain/mosquitto makes it; nothing for lines that are about something else. */
export function sessionLine(message: string): SessionLine | undefined {
  const line = readLine(message);
  return line !== undefined && CUT_SPOILS.has(line.kind) && isLong(message)
    ? { kind: 'unclear' }
    : line;
}

const CUT_SPOILS: ReadonlySet<SessionLine['kind']> = new Set(['connected', 'subscribed']);

function isLong(message: string): boolean {
  return message.length > LONGEST_BYTES / 3 && encoder.encode(message).length > LONGEST_BYTES;
}

const SUBSCRIBED = 'subscribe: ';
const UNSUBSCRIBED = 'unsubscribe: ';
const OPENED = /^New connection from (.+:\d{1,5}) on port \d{1,5}\.$/s;
const CONNECTED = /^New (?:client|bridge) connected from /;
const EXPIRED = /^Expiring client (.*) due to timeout\.$/s;
const NONE_LEFT = /^mosquitto version \S+ (?:starting|terminating)$/;

function readLine(message: string): SessionLine | undefined {
  if (message.startsWith(SUBSCRIBED)) {
    return { kind: 'subscribed', text: message.slice(SUBSCRIBED.length) };
  }
  if (message.startsWith(UNSUBSCRIBED)) {
    return { kind: 'unsubscribed', text: message.slice(UNSUBSCRIBED.length) };
  }
  const [, opened] = OPENED.exec(message) ?? [];
  if (opened !== undefined) return { kind: 'opened', address: opened };
  if (CONNECTED.test(message)) return connected(message);
  const [, expired] = EXPIRED.exec(message) ?? [];
  if (expired !== undefined) return { kind: 'expired', clientId: expired };
  if (NONE_LEFT.test(message)) return { kind: 'none-left' };
  const readings = endings(message);
  return readings.length > 0 ? { kind: 'ended', readings } : undefined;
}

const WHENCE = /^New (client|bridge) connected from (.+?):(\d{1,5}) as (.+)$/s;
const HOW = / \(p(\d), c([01]), k\d+(?:\)\.|, u')/g;

/** The id that Mosquitto 2.0 writes for connections that have told none. */
const NO_ID = '<unknown>';

/** Mosquitto 2.0 writes numbers of its own, 2.1 those of the CONNECT packet (MQTT 3.1.1 section 3.1.2.2). */
const PROTOCOLS: Readonly<Record<string, LiveClient['protocol']>> = {
  1: '3.1',
  2: '3.1.1',
  3: '3.1',
  4: '3.1.1',
  5: '5.0',
};

/**
 * Client id and username stand as they are between words that can be part of either. So the words have to be there
 * exactly once, but for a client id in front of a line that ends without a username.
 */
function connected(message: string): SessionLine {
  const [, who, address, port, rest = ''] = WHENCE.exec(message) ?? [];
  const isNamed = rest.endsWith("').");
  const hows = [...rest.matchAll(HOW)].filter(([text]) => text.endsWith("u'") === isNamed);
  const how = hows.at(-1);
  if (how === undefined || address === undefined || (isNamed && hows.length > 1)) return UNCLEAR;
  const end = how.index + how[0].length;
  const clientId = rest.slice(0, how.index);
  if (clientId === '' || clientId === NO_ID || (!isNamed && end < rest.length)) return UNCLEAR;
  const username = isNamed ? rest.slice(end, -"').".length) : '';
  const protocol = PROTOCOLS[how[1] ?? ''];
  return {
    kind: 'connected',
    client: {
      ...{ clientId, address, port: Number(port), isBridge: who === 'bridge' },
      ...(username !== '' && { username }),
      ...(protocol !== undefined && { protocol }),
      cleanStart: how[2] === '1',
    },
  };
}

const UNCLEAR: SessionLine = { kind: 'unclear' };

/** 2.1 has one form for all reasons. */
const ENDED_2_1 = /^Client (.*) \[(.+:\d{1,5})\] disconnected(?:: (.*))?\.$/s;

/** `do_disconnect` in loop.c of 2.0, and `connect__on_authorised` in handle_connect.c. */
const ENDED_2_0: readonly (readonly [RegExp, Ending['how']])[] = [
  [/^Client (.*) disconnected, not authorised\.$/s, 'refused'],
  [/^Client (.*) already connected, closing old connection\.$/s, 'taken-over'],
  [/^Client (.*) closed its connection\.$/s, 'cut'],
  [/^Client (.*) has exceeded timeout, disconnecting\.$/s, 'ended'],
  [/^Client (.*) been disconnected by administrative action\.$/s, 'ended'],
  [/^Client (.*) disconnected\.$/s, 'ended'],
  [/^Client (.*) disconnected due to .*\.$/s, 'ended'],
  [/^Client (.*) disconnected: .*\.$/s, 'ended'],
  [/^Bad socket read\/write on client (.*): .*$/s, 'ended'],
];

function endings(message: string): readonly Ending[] {
  const readings: Ending[] = [];
  const [, id, address, reason] = ENDED_2_1.exec(message) ?? [];
  if (id !== undefined && address !== undefined) {
    readings.push({ clientId: id, address, how: HOW_2_1[reason ?? ''] ?? 'ended' });
  }
  const outermost = longestId(message);
  return outermost === undefined ? readings : [...readings, outermost];
}

/** An id may hold the end of a line, but no end of a line holds another: so the longest id is meant. */
function longestId(message: string): Ending | undefined {
  let longest: Ending | undefined;
  for (const [form, how] of ENDED_2_0) {
    const [, clientId] = form.exec(message) ?? [];
    if (clientId !== undefined && clientId.length > (longest?.clientId.length ?? -1)) {
      longest = { clientId, how };
    }
  }
  return longest;
}

const HOW_2_1: Readonly<Record<string, Ending['how']>> = {
  'not authorised': 'refused',
  'session taken over': 'taken-over',
};
