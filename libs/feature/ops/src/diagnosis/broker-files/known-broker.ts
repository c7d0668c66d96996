import { setTimeout as pause } from 'node:timers/promises';
import { brokerVersion, type BrokerVersion } from '#domain/mosquitto';
import { RetainedReader } from '#link/broker';
import type { BrokerTarget } from '#link/observer';
import type { Subject } from '../finding.js';

/** What the broker says of itself, if it does. */
export interface KnownBroker {
  /** `2.0.11`. */
  readonly version?: string;
  /** In milliseconds since 1970; late by some seconds, since the broker tells its figures now and then. */
  readonly startedAt?: number;
}

const VERSION = '$SYS/broker/version';
const UPTIME = '$SYS/broker/uptime';
/** Either is shorter. */
const PAYLOAD_BYTES = 64;

/** Asks the broker. What keeps it from answering is told by the checks that are about that. */
export async function knownBroker(
  target: () => Promise<BrokerTarget>,
  { clock, patience }: Pick<Subject, 'clock' | 'patience'>,
): Promise<KnownBroker> {
  const late = new AbortController();
  const answers = figures(target, late.signal).catch(() => new Map<string, string>()); // as said above
  const nothing = pause(patience, new Map<string, string>(), { signal: late.signal, ref: false });
  const found = await Promise.race([answers, nothing.catch(() => new Map<string, string>())]);
  late.abort();
  const [, version] = /(\d+\.\d+(?:\.\d+)?)/.exec(found.get(VERSION) ?? '') ?? [];
  const [, seconds] = /^(\d+) seconds/.exec(found.get(UPTIME) ?? '') ?? [];
  return {
    ...(version !== undefined && { version }),
    ...(seconds !== undefined && { startedAt: clock() - Number(seconds) * 1000 }),
  };
}

async function figures(
  target: () => Promise<BrokerTarget>,
  late: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const reader = await RetainedReader.open(await target(), late);
  const end = () => void reader.close();
  late.addEventListener('abort', end);
  try {
    const found = new Map<string, string>();
    const wanted = [VERSION, UPTIME].map((topic) => ({ topic, payloadBytes: PAYLOAD_BYTES }));
    if (late.aborted) return found;
    for await (const messages of reader.fetch(wanted)) {
      for (const { topic, payload } of messages) found.set(topic, Buffer.from(payload).toString());
    }
    return found;
  } finally {
    late.removeEventListener('abort', end);
    await reader.close();
  }
}

/** By whose rules the files are to be read, the likeliest first. */
export function versionsOf({ version }: KnownBroker): readonly [BrokerVersion, ...BrokerVersion[]] {
  const known = version === undefined ? undefined : brokerVersion(version);
  if (known) return [known];
  const [older, newer] = [brokerVersion('2.0'), brokerVersion('2.1')];
  if (!older || !newer) throw new Error('There is no Mosquitto 2.');
  return [older, newer];
}
