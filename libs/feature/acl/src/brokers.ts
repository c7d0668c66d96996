import { Injectable } from '@nestjs/common';
import { brokerVersion, type BrokerLine, type BrokerVersion } from '#domain/mosquitto';
import { BrokerService } from '#feature/broker';

/** By whose rules a policy is read. */
export interface Reader {
  readonly version: BrokerVersion;
  /** What the broker says of itself, if it has said it and it was asked for nobody else. */
  readonly seen?: string;
}

/** What is taken for granted of a broker that has not said what it is: the older one gives more away. */
const UNKNOWN = versionOf('2.0');

/** Which Mosquitto decides. */
@Injectable()
export class Brokers {
  constructor(private readonly broker: BrokerService) {}

  /** The one of that line; without one, the broker that is observed. */
  reader(line?: BrokerLine): Reader {
    if (line !== undefined) return { version: versionOf(line) };
    const seen = this.broker.version();
    if (seen === undefined) return { version: UNKNOWN };
    return { version: brokerVersion(seen) ?? UNKNOWN, seen };
  }

  /** When the observed broker started, if that is known; in milliseconds since 1970. */
  startedAt(): number | undefined {
    return this.broker.startedAt();
  }

  /** Which the observed broker may be, the likeliest first. */
  candidates(): readonly [BrokerVersion, ...BrokerVersion[]] {
    const { version, seen } = this.reader();
    return seen === undefined ? [UNKNOWN, versionOf('2.1')] : [version];
  }
}

function versionOf(line: BrokerLine): BrokerVersion {
  const version = brokerVersion(line);
  if (version === undefined) throw new Error(`There is no Mosquitto ${line}.`);
  return version;
}
