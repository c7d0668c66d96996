import {
  isEncodedPassword,
  isHash,
  LONG_SALT_TAKEN_OUT,
  saltLength,
  TAKEN_OUT,
} from './dynsec-password.js';
import { asciiLower, type JsonNode } from './json-node.js';
import { readJson } from './json-reader.js';
import { textOf } from './text.js';

type Mark = (text: string) => string;

/** What stands for the text of a secret: one mark for any good one, nothing for one that the plugin cannot read. */
const SECRETS: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ['password', (text) => (isHash(text) ? TAKEN_OUT : '')],
  ['salt', (text) => saltMark(saltLength(text))],
  ['iterations', () => ''],
  ['encoded_password', (text) => (isEncodedPassword(text) ? TAKEN_OUT : '')],
]);

/** Where a mistake in the name keeps the plugin from seeing a secret, it is still one. */
const SECRET_NAME = /passw|salt|hash|secret|iterat/;
const SECRET_TEXT = /[A-Za-z0-9+/]{24}/;
const NO_SECRETS =
  /^(?:username|clientid|rolename|groupname|anonymousgroup|textname|textdescription|acltype|topic)$/;

/**
 * The text of the plugin's state without hashes, salts and iterations. It reads as the same state, and every line
 * stays the line it is. What the plugin does not read, after a fault or after the end, is left out, too.
 */
export function withoutSecrets(bytes: Uint8Array): string {
  const { root, end, unread: hole = bytes.length } = readJson(bytes);
  let [text, from] = ['', 0];
  for (const { node, mark } of root === undefined ? [] : secretsIn(root)) {
    text += textOf(bytes.subarray(from, node.at)) + replaced(node, mark, lineFeeds(bytes, node));
    from = node.end;
  }
  const rest = hole < bytes.length ? TAKEN_OUT : '';
  return [
    text,
    textOf(bytes.subarray(from, end)),
    lineFeeds(bytes, { at: end, end: hole }),
    rest,
    lineFeeds(bytes, { at: hole, end: bytes.length }),
  ].join('');
}

interface Secret {
  readonly node: JsonNode;
  readonly mark: Mark;
}

/** In the order of the text. A list in place of calls into each other, since a file may nest deeply. */
function secretsIn(root: JsonNode): Secret[] {
  const secrets: Secret[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'array') for (const item of node.items) open.push(item);
    if (node.kind !== 'object') continue;
    for (const { key, value } of node.members) {
      const mark = markOf(asciiLower(key), value);
      if (mark === undefined) open.push(value);
      else secrets.push({ node: value, mark });
    }
  }
  return secrets.sort((a, b) => a.node.at - b.node.at);
}

function markOf(name: string, value: JsonNode): Mark | undefined {
  const known = SECRETS.get(name);
  if (known !== undefined) return known;
  const isLikeOne = value.kind === 'string' && SECRET_TEXT.test(value.value);
  if (SECRET_NAME.test(name) || (isLikeOne && !NO_SECRETS.test(name))) return () => '';
  return undefined;
}

/** A value of the same kind, over as many lines. */
function replaced(node: JsonNode, mark: Mark, lines: string): string {
  switch (node.kind) {
    case 'string':
      return `"${mark(node.value)}${lines}"`;
    case 'number':
      return node.value >= 1 ? '1' : '0';
    case 'array':
      return `[${lines}]`;
    case 'object':
      return `{${lines}}`;
    case 'boolean':
    case 'null':
      return String(node.kind === 'null' ? null : node.value);
  }
}

function saltMark(length: number | undefined): string {
  if (length === undefined) return '';
  return length === saltLength(TAKEN_OUT) ? TAKEN_OUT : LONG_SALT_TAKEN_OUT;
}

function lineFeeds(bytes: Uint8Array, { at, end }: { readonly at: number; readonly end: number }) {
  let feeds = '';
  for (const byte of bytes.subarray(at, end)) if (byte === 10) feeds += '\n';
  return feeds;
}
