import { connect as connectSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connackReason } from '#domain/mqtt';
import { describeFailure, openSocket, type BrokerTarget, type Failure } from '#link/observer';

/**
 * Where a broker listens: on a Unix socket, or as the configuration says. An account in it is that of the sender; those who are asked about log in as
 * themselves.
 */
export type ProbePlace = { readonly path: string } | BrokerTarget;

export function openPlace(place: ProbePlace): Duplex {
  return 'path' in place ? connectSocket({ path: place.path }) : openSocket(place);
}

/** Where it is, without who logs in there. */
export function targetOf(place: ProbePlace): BrokerTarget {
  if ('path' in place) return { host: place.path, port: 0 };
  const { host, port, tls } = place;
  return { host, port, ...(tls && { tls }) };
}

/** As whom the place is entered, if it says so. */
export function accountOf(place: ProbePlace): Pick<BrokerTarget, 'username' | 'password'> {
  if ('path' in place) return {};
  const { username, password } = place;
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
}

/** A sentence or two on why there is no connection. */
export function describeLoss(failure: Failure, place: ProbePlace): string {
  if (!('path' in place)) return describeFailure(failure, place);
  const broker = `The broker on ${place.path}`;
  switch (failure.kind) {
    case 'error':
      return `${broker} cannot be reached: ${failure.error.message}.`;
    case 'refused':
      return `${broker} refused the log-in: ${connackReason(failure.code)}.`;
    case 'not-granted':
    case 'dismissed':
    case 'closed':
      return `${broker} ended the connection. Its log may say why.`;
  }
}
