import type { BrokerVersion } from './broker-version.js';
import { isWhite } from './file-lines.js';

/** How a password is kept: never the hash or the salt themselves. */
export interface PasswordHash {
  readonly scheme: 'sha512' | 'sha512-pbkdf2';
  /** Of PBKDF2. */
  readonly iterations?: number;
  readonly saltBytes: number;
}

/** Why a hash is of no use; not `certain` where that depends on the OpenSSL the broker was built with. */
export interface HashFault {
  readonly fault: string;
  readonly certain: boolean;
}

const HASH_BYTES = 64;

/**
 * Reads what `mosquitto_passwd` writes: `$6$salt$hash`, SHA-512 of password and salt, or `$7$iterations$salt$hash`,
 * PBKDF2 of it; what follows does not count, nor do further `$`. 2.0 does not ask for the first `$`.
 */
export function passwordHash(text: string, broker: BrokerVersion): PasswordHash | HashFault {
  const [type = '', ...parts] = text.split('$').filter((part) => part !== '');
  if (type === 'argon2id') return bad(argon2id(broker));
  const isStrict = broker.badPassword === 'stops';
  if ((type !== '6' && type !== '7') || (isStrict && !text.startsWith(`$${type}$`))) {
    return bad('What stands for the password is no hash: one begins with $6$ or $7$.');
  }
  const iterations = type === '7' ? integer(parts.shift() ?? '') : undefined;
  if (iterations !== undefined && iterations < 1) {
    return bad('The hash has no number of iterations, which is 1 at least.');
  }
  const [salt, hash] = parts;
  if (salt === undefined || hash === undefined) return bad('The hash is cut off.');
  const saltBytes = lengthOf(salt, broker.saltBytes);
  if (typeof saltBytes !== 'number') return saltBytes;
  const hashBytes = lengthOf(hash, [HASH_BYTES]);
  if (typeof hashBytes !== 'number') return hashBytes;
  return iterations === undefined
    ? { scheme: 'sha512', saltBytes }
    : { scheme: 'sha512-pbkdf2', iterations, saltBytes };
}

function bad(fault: string): HashFault {
  return { fault, certain: true };
}

function argon2id({ line, badPassword }: BrokerVersion): string {
  return badPassword === 'stops'
    ? `Mosquitto ${line} knows argon2id only where it was built with it, which it is not by default.`
    : `Mosquitto ${line} does not know argon2id.`;
}

/** How many bytes this base64 stands for, when it is one of those wanted. */
function lengthOf(base64: string, wanted: readonly number[]): number | HashFault {
  const units = Math.floor(base64.length / 4);
  const [, digits, padding = ''] = /^([A-Za-z0-9+/]+)(={0,2})$/.exec(base64) ?? [];
  if (digits !== undefined && base64.length % 4 === 0) {
    const length = units * 3 - padding.length;
    if (wanted.includes(length)) return length;
    const should = wanted.join(' or ');
    const what = wanted.includes(HASH_BYTES) && wanted.length === 1 ? 'hash' : 'salt';
    return bad(`The ${what} has ${length} bytes, where this broker takes ${should}.`);
  }
  // OpenSSL leaves out what is beyond the last four characters, and takes blanks and dashes for the end.
  const isReadable = /^[A-Za-z0-9+/= \t-\r-]*$/.test(base64.slice(0, units * 4));
  const isEnough = units * 3 >= Math.min(...wanted);
  return { fault: 'The hash is not written in base64.', certain: !isReadable || !isEnough };
}

/** As C's `atoi` reads it on 64 bits: the digits it begins with, cut to 32 bits. */
function integer(text: string): number {
  let start = 0;
  while (isWhite(text.charCodeAt(start))) start++;
  const [digits] = /^[+-]?\d+/.exec(text.slice(start)) ?? [];
  if (digits === undefined) return 0;
  const limit = 2n ** 63n;
  const value = BigInt(digits.replace('+', ''));
  const long = value >= limit ? limit - 1n : value < -limit ? -limit : value;
  return Number(BigInt.asIntN(32, long));
}
