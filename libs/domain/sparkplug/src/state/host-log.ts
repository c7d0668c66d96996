import type { HostTopic } from '../sparkplug-topic.js';

const MOST_HOSTS = 1_000;
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const MOST_BYTES = 4_096;

/** A host application, as it last said or its will did. */
export interface HostApplication {
  readonly host: string;
  readonly state: 'online' | 'offline';
  readonly at: number;
  readonly version: '2.2' | '3.0';
  /** Milliseconds since 1970, of 3.0 only: when the host connected. */
  readonly timestamp?: number;
}

/** Host applications by name: the last thousand that were heard of. */
export class HostLog {
  readonly #hosts = new Map<string, HostApplication>();

  /** Answers why the payload is none of a host, if so. */
  take({ host, version }: HostTopic, payload: Uint8Array, at: number): string | undefined {
    const said = payload.length > MOST_BYTES ? undefined : read(payload, version);
    if (said === undefined) return `STATE of ${host} is not as Sparkplug ${version} has it`;
    const before = this.#hosts.get(host);
    const { timestamp = 0 } = said;
    // 6.4.27: the will of a connection before this one does not end it.
    if (said.state === 'offline' && timestamp < (before?.timestamp ?? 0)) return undefined;
    // The broker hands it over again whenever MCM connects.
    const again = said.state === before?.state && said.timestamp !== undefined;
    const since = again && said.timestamp === before.timestamp ? before.at : at;
    this.#hosts.delete(host);
    this.#hosts.set(host, { host, version, at: since, ...said });
    if (this.#hosts.size > MOST_HOSTS) {
      for (const oldest of this.#hosts.keys()) {
        this.#hosts.delete(oldest);
        break;
      }
    }
    return undefined;
  }

  /** By name. */
  all(): readonly HostApplication[] {
    return [...this.#hosts.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
  }
}

type Said = Pick<HostApplication, 'state' | 'timestamp'>;

function read(payload: Uint8Array, version: '2.2' | '3.0'): Said | undefined {
  let said: unknown;
  try {
    const text = UTF8.decode(payload);
    if (version === '2.2') {
      if (text === 'ONLINE' || text === 'OFFLINE') {
        return { state: text === 'ONLINE' ? 'online' : 'offline' };
      }
      return undefined;
    }
    said = JSON.parse(text);
  } catch {
    // TypeError or SyntaxError: not UTF-8 or JSON, which only reading it finds out.
    return undefined;
  }
  if (typeof said !== 'object' || said === null) return undefined;
  const { online, timestamp } = said as { online?: unknown; timestamp?: unknown };
  if (typeof online !== 'boolean' || !Number.isSafeInteger(timestamp)) return undefined;
  return { state: online ? 'online' : 'offline', timestamp: timestamp as number };
}
