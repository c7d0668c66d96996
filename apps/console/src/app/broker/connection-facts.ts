import type { Status } from '../api/models';
import { count } from '../ui/formats';

/** One thing that is known of the connection. */
export interface ConnectionFact {
  readonly name: string;
  readonly value: string;
  /** When it came to be so, RFC 3339. */
  readonly since?: string;
}

/** What MCM's connection to its broker is like, for somebody who has to find out why it is not. */
export function connectionFacts({ broker }: Status): readonly ConnectionFact[] {
  const { target, status, since, lastError } = broker;
  const isThere = status === 'connected';
  return [
    { name: isThere ? 'Connected' : 'Gone', value: target.address, since },
    { name: 'Encryption', value: target.tlsEnabled ? 'TLS' : 'none' },
    { name: 'Mosquitto', value: broker.version ?? 'has not told its version' },
    ...(broker.protocolVersion ? [{ name: 'MQTT', value: broker.protocolVersion }] : []),
    ...(target.managed ? [{ name: 'Run by', value: 'MCM, for trying out' }] : []),
    { name: 'Lost so far', value: broker.reconnects === 0 ? 'never' : times(broker.reconnects) },
    ...(lastError ? [{ name: 'Last failure', value: lastError.reason, since: lastError.at }] : []),
  ];
}

const times = (value: number): string => (value === 1 ? 'once' : `${count(value)} times`);
