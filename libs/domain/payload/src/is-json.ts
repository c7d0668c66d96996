import { JsonReader } from './json-reader.js';
import { ends, type Token } from './token-reader.js';

/** Whether the bytes are one JSON value (RFC 8259), nested no deeper than is read. */
export function isJson(bytes: Uint8Array): boolean {
  const reader = new JsonReader(bytes);
  let token: Token;
  do token = reader.next();
  while (!ends(token) || token === 'close');
  return token === 'end';
}
