import type { JsonMember, JsonNode } from './json-node.js';
import { jsonString } from './json-string.js';
import { textOf } from './text.js';

/** How deep cJSON goes into arrays and objects. */
const MAX_DEPTH = 1000;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;
/** `+-.Ee` */
const NUMBER_SIGNS = [43, 45, 46, 69, 101];
const MINUS = 45;
const LITERALS = [
  { bytes: [110, 117, 108, 108], value: undefined },
  { bytes: [116, 114, 117, 101], value: true },
  { bytes: [102, 97, 108, 115, 101], value: false },
];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const SPACE = 32;
const QUOTE = 34;
const [COMMA, COLON] = [44, 58];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** A JSON text as cJSON reads it: what follows the value, or a NUL byte, does not count. */
export interface JsonText {
  /** The value; up to the fault, where there is one; nothing where none begins. */
  readonly root?: JsonNode;
  readonly fault?: { readonly at: number; readonly reason: string };
  /** Where reading ended: after the value, or before the word, string or sign with the fault. */
  readonly end: number;
  /** Where something stands that is not read: at the fault, or behind the value. */
  readonly unread?: number;
}

export function readJson(bytes: Uint8Array): JsonText {
  const nul = bytes.indexOf(0);
  const text = new JsonReader(nul === -1 ? bytes : bytes.subarray(0, nul)).read();
  const unread = text.fault?.at ?? afterSpace(bytes, text.end);
  return unread < bytes.length ? { ...text, unread } : text;
}

/** A node whose end is not known yet. */
interface Growing {
  end: number;
}

class JsonReader {
  private at = 0;
  private depth = 0;
  private fault: JsonText['fault'];

  constructor(private readonly bytes: Uint8Array) {}

  read(): JsonText {
    if (BYTE_ORDER_MARK.every((byte, i) => this.bytes[i] === byte)) this.at = 3;
    this.skipSpace();
    let root: JsonNode | undefined;
    this.value((node) => (root = node));
    return {
      ...(root === undefined ? {} : { root }),
      ...(this.fault === undefined ? {} : { fault: this.fault }),
      end: this.at,
    };
  }

  /** Hands the value that begins here to its place, before it is read to its end; false at a fault. */
  private value(place: (node: JsonNode) => void): boolean {
    const byte = this.bytes[this.at];
    if (byte === OPEN_OBJECT) return this.object(place);
    if (byte === OPEN_ARRAY) return this.array(place);
    const node = byte === QUOTE ? this.string() : (this.literal() ?? this.number(byte));
    if (node === undefined) return false;
    place(node);
    return true;
  }

  private array(place: (node: JsonNode) => void): boolean {
    const items: JsonNode[] = [];
    const node = { kind: 'array' as const, items, at: this.at, end: this.at };
    place(node);
    return this.list(node, CLOSE_ARRAY, () => this.value((item) => void items.push(item)));
  }

  private object(place: (node: JsonNode) => void): boolean {
    const members: JsonMember[] = [];
    const node = { kind: 'object' as const, members, at: this.at, end: this.at };
    place(node);
    return this.list(node, CLOSE_OBJECT, () => this.member(members));
  }

  private member(members: JsonMember[]): boolean {
    const at = this.at;
    if (this.bytes[at] !== QUOTE) return this.fail('Here a name in double quotes is missing.');
    const name = this.string();
    if (name?.kind !== 'string') return false;
    this.skipSpace();
    if (this.bytes[this.at] !== COLON) return this.fail('After a name stands a colon.');
    this.at++;
    this.skipSpace();
    return this.value((value) => void members.push({ key: name.value, at, value }));
  }

  /** What stands between brackets, one after the other. */
  private list(node: Growing, close: number, one: () => boolean): boolean {
    if (this.depth >= MAX_DEPTH) return this.fail(`More than ${MAX_DEPTH} levels in each other.`);
    this.depth++;
    this.at++;
    this.skipSpace();
    if (this.bytes[this.at] !== close && !this.items(close, one)) {
      node.end = this.at;
      return false;
    }
    this.depth--;
    this.at++;
    node.end = this.at;
    return true;
  }

  private items(close: number, one: () => boolean): boolean {
    for (;;) {
      if (!one()) return false;
      this.skipSpace();
      const byte = this.bytes[this.at];
      if (byte === close) return true;
      if (byte !== COMMA) {
        return this.fail(
          `Here a comma or ${close === CLOSE_ARRAY ? 'a closing ]' : 'a closing }'} is missing.`,
        );
      }
      this.at++;
      this.skipSpace();
    }
  }

  private string(): JsonNode | undefined {
    const at = this.at;
    const result = jsonString(this.bytes, at);
    if ('fault' in result) {
      this.fault = { at: result.at, reason: result.fault };
      return undefined;
    }
    this.at = result.end;
    return { kind: 'string', value: result.value, at, end: this.at };
  }

  private literal(): JsonNode | undefined {
    const at = this.at;
    const literal = LITERALS.find(({ bytes }) =>
      bytes.every((byte, i) => this.bytes[at + i] === byte),
    );
    if (literal === undefined) return undefined;
    this.at += literal.bytes.length;
    const span = { at, end: this.at };
    return literal.value === undefined
      ? { kind: 'null', ...span }
      : { kind: 'boolean', value: literal.value, ...span };
  }

  private number(first: number | undefined): JsonNode | undefined {
    const at = this.at;
    const begins = first === MINUS || isDigit(first);
    const [digits] = begins ? (NUMBER.exec(this.numberCharacters()) ?? []) : [];
    if (digits === undefined) {
      this.fail(first === undefined ? 'The text ends too early.' : 'Here a value is missing.');
      return undefined;
    }
    this.at = at + digits.length;
    return { kind: 'number', value: Number(digits), at, end: this.at };
  }

  private numberCharacters(): string {
    let end = this.at;
    for (let byte = this.bytes[end]; isDigit(byte) || isNumberSign(byte); byte = this.bytes[end])
      end++;
    return textOf(this.bytes.subarray(this.at, end));
  }

  private skipSpace(): void {
    this.at = afterSpace(this.bytes, this.at);
  }

  private fail(reason: string): false {
    this.fault = { at: this.at, reason };
    return false;
  }
}

/** cJSON takes every byte up to the space for white space; a NUL byte is the end. */
function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0 && (bytes[at] ?? 0) <= SPACE) at++;
  return at;
}

function isNumberSign(byte: number | undefined): boolean {
  return byte !== undefined && NUMBER_SIGNS.includes(byte);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}
