import { lookup as lookUp, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { refusedAddress } from './refused-address.js';
import { refusal } from './webhook-url.js';

/** Finds all addresses of a name. */
export type Lookup = (
  hostname: string,
  answer: (error: NodeJS.ErrnoException | null, addresses?: readonly LookupAddress[]) => void,
) => void;

/** A name that leads where webhooks do not go. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

const usualLookup: Lookup = (hostname, answer) => {
  lookUp(hostname, { all: true }, answer);
};

/**
 * Looks a name up for the very connection that is opened, and refuses what must not be connected to: a name that
 * leads elsewhere the next time (DNS rebinding) gains nothing. One such address among others is enough.
 */
export function checkedLookup(allowLoopback: boolean, lookup = usualLookup): LookupFunction {
  return (hostname, { all }, callback) => {
    lookup(hostname, (error, addresses = []) => {
      const refused = addresses
        .map(({ address }) => refusedAddress(address, allowLoopback))
        .find((one) => one !== undefined);
      const [first] = addresses;
      if (error !== null || first === undefined) {
        callback(error ?? new Error(`${hostname} has no address`), '', 0);
      } else if (refused !== undefined) {
        callback(new AddressRefused(`${hostname} ${refusal(refused)}`), '', 0);
      } else if (all === true) {
        callback(null, [...addresses]);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
