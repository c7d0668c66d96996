import { Injectable } from '@nestjs/common';
import { TLSSocket } from 'node:tls';
import { BrokerService } from '#feature/broker';
import { openSocket } from '#link/observer';

const LOOK_EVERY_MS = 3_600_000;
/** When it could not be seen: many rules ask at once, and each would wait for a broker that says nothing. */
const LOOK_AGAIN_MS = 30_000;
const PATIENCE_MS = 5_000;

/** The certificate that the broker shows, looked at once an hour: a handshake, nothing more. */
@Injectable()
export class BrokerCertificate {
  private looked: { readonly at: number; readonly end: number | undefined } | undefined;

  constructor(private readonly broker: BrokerService) {}

  /** Whether the broker shows one. */
  isThere(): boolean {
    return this.broker.address().tlsEnabled;
  }

  /** Until when it is valid, in ms since 1970; nothing when it cannot be seen now. */
  async validUntil(at: number): Promise<number | undefined> {
    const { looked } = this;
    const freshMs = looked?.end === undefined ? LOOK_AGAIN_MS : LOOK_EVERY_MS;
    if (looked !== undefined && at >= looked.at && at - looked.at < freshMs) return looked.end;
    const end = await this.look();
    this.looked = { at, end };
    return end;
  }

  private async look(): Promise<number | undefined> {
    const target = await this.broker.target();
    const { tls } = target;
    if (tls === undefined) return undefined;
    // One that has expired is still one to tell of; nothing is said over this connection.
    const socket = openSocket({ ...target, tls: { ...tls, insecureSkipVerify: true } });
    let patience: NodeJS.Timeout | undefined;
    try {
      return await new Promise<number | undefined>((resolve) => {
        // For all of it: a broker that says a byte now and then would keep all rules waiting.
        patience = setTimeout(resolve, PATIENCE_MS, undefined);
        socket.once('error', () => {
          resolve(undefined);
        });
        socket.once('secureConnect', () => {
          const seen = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
          resolve(seen?.validToDate.getTime());
        });
      });
    } finally {
      clearTimeout(patience);
      socket.destroy();
    }
  }
}
