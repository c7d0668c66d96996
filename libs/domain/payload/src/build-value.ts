import { ends, type Token, type TokenReader } from './token-reader.js';
import type { Value } from './value.js';

/** The value that begins with `token`, the token just read; undefined when it cannot be read. */
export function buildValue(reader: TokenReader, token: Token): Value | undefined {
  switch (token) {
    case 'word':
    case 'number':
    case 'string':
      return { kind: token, text: reader.text() };
    case 'bytes':
      return { kind: token, bytes: reader.content() };
    case 'extension':
      return { kind: token, type: reader.extensionType(), bytes: reader.content() };
    case 'tag': {
      const tag = reader.text();
      const [value] = buildAll(reader);
      return value && { kind: 'tagged', tag, value };
    }
    case 'list':
      return { kind: token, items: buildAll(reader) };
    case 'map': {
      const both = buildAll(reader);
      const values = both.filter((_, index) => index % 2 === 1);
      const keys = both.filter((_, index) => index % 2 === 0);
      return {
        kind: token,
        entries: keys.flatMap((key, index) => {
          const value = values[index];
          return value ? [[key, value] as const] : [];
        }),
      };
    }
    case 'close':
    case 'end':
    case 'failure':
      return undefined;
  }
}

function buildAll(reader: TokenReader): Value[] {
  const values: Value[] = [];
  for (let token = reader.next(); !ends(token); token = reader.next()) {
    const value = buildValue(reader, token);
    if (value) values.push(value);
  }
  return values;
}
