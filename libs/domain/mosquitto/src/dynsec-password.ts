import type { DynsecLoader } from './dynsec-loader.js';
import type { DynsecClient } from './dynsec-state.js';
import type { JsonNode } from './json-node.js';

/** What stands for a secret that was taken out of the text where the plugin finds a good one, and for a long salt. */
export const TAKEN_OUT = '…';
export const LONG_SALT_TAKEN_OUT = '……';

/** What the plugin's files have as salt: 12 bytes, which both lines of the broker read; 2.1 makes 64. */
const [SALT_BYTES, LONG_SALT_BYTES, HASH_BYTES] = [12, 64, 64];
const ENCODED = /^\$(?:6\$|7\$+\s*\+?0*[1-9]\d*[^$]*\$)\$*([^$]+)\$+([^$]+)/;

type Password = Pick<DynsecClient, 'hasPassword' | 'passwordOnlyFor' | 'onlyFor'>;

/**
 * Whether the plugin finds a password with which somebody could log in, and whether 2.0 passes over the client for
 * one that it cannot read.
 */
export function passwordOf(node: JsonNode, loader: DynsecLoader): Password {
  const parts = partsOf(node, loader);
  const encoded = loader.find(node, 'encoded_password', 'string');
  const lost = parts === 'unusable' || parts === 'only 2.1' ? ({ onlyFor: '2.1' } as const) : {};
  const in20 = parts === 'usable';
  let in21 = in20 || parts === 'only 2.1';
  if (encoded !== undefined) {
    in21 = isEncodedPassword(encoded.value);
    if (!in21) loader.ignores(encoded, '2.1 cannot read this password: nobody can log in by it.');
  }
  if (in20 === in21) return { hasPassword: in20, ...lost };
  return { hasPassword: true, passwordOnlyFor: in20 ? '2.0' : '2.1', ...lost };
}

type Parts = 'absent' | 'usable' | 'only 2.1' | 'unusable';

/** As 2.0 writes it: hash, salt and iterations, which count when all three are there. */
function partsOf(node: JsonNode, loader: DynsecLoader): Parts {
  const hash = loader.find(node, 'password', 'string');
  const salt = loader.find(node, 'salt', 'string');
  const iterations = loader.find(node, 'iterations', 'number');
  if (hash === undefined || salt === undefined || iterations === undefined) return 'absent';
  const length = isHash(hash.value) && iterations.value >= 1 ? saltLength(salt.value) : undefined;
  if (length === SALT_BYTES) return 'usable';
  if (length === LONG_SALT_BYTES) {
    loader.ignores(salt, '2.0 reads salts of 12 bytes only, and passes over this client.');
    return 'only 2.1';
  }
  loader.ignores(
    hash,
    'This password cannot be read: nobody can log in by it, and 2.0 passes over this client.',
  );
  return 'unusable';
}

/** In one piece, as 2.1 writes it. */
export function isEncodedPassword(text: string): boolean {
  if (text === TAKEN_OUT) return true;
  const [, salt = '', hash = ''] = ENCODED.exec(text) ?? [];
  return isHash(hash) && saltLength(salt) !== undefined;
}

export function isHash(text: string): boolean {
  return text === TAKEN_OUT || decodedLength(text) === HASH_BYTES;
}

/** How many bytes the salt has; nothing when it is none. */
export function saltLength(text: string): number | undefined {
  if (text === TAKEN_OUT) return SALT_BYTES;
  if (text === LONG_SALT_TAKEN_OUT) return LONG_SALT_BYTES;
  const length = decodedLength(text);
  return length === SALT_BYTES || length === LONG_SALT_BYTES ? length : undefined;
}

/** How many bytes this base64 stands for; nothing when it is none. */
function decodedLength(text: string): number | undefined {
  const [, padding] = /^[A-Za-z0-9+/]+(={0,2})$/.exec(text) ?? [];
  if (padding === undefined || text.length % 4 !== 0) return undefined;
  return (text.length / 4) * 3 - padding.length;
}
