/** Deeper nesting is refused: whoever shows it as a tree would have to follow it down. */
export const MAX_DEPTH = 512;

/**
 * One step through a structured payload. Within a map, keys and values take turns; a tag holds one
 * value; `close` ends a list, a map or a tag. `end` and `failure` are given for ever.
 */
export type Token =
  | 'word'
  | 'number'
  | 'string'
  | 'bytes'
  | 'extension'
  | 'list'
  | 'map'
  | 'tag'
  | 'close'
  | 'end'
  | 'failure';

/**
 * Reads a structured payload once, from its first byte to its last, and builds nothing but what is
 * asked about the token just read. So a bomb of brackets or a million keys costs no more than any
 * other payload of its size.
 */
export abstract class TokenReader {
  /** Where (bytes from 0) and why reading failed. */
  failure: { readonly at: number; readonly reason: string } | undefined;
  protected at = 0;
  /** Where the token just read begins. */
  protected start = 0;
  private values = 0;

  /** @param maxValues more of them, each container and each key counted, are a failure */
  constructor(
    protected readonly bytes: Uint8Array,
    private readonly maxValues: number,
  ) {}

  /** Where the token just read begins, in bytes from 0. */
  get position(): number {
    return this.start;
  }

  next(): Token {
    if (this.failure) return 'failure';
    const token = this.read();
    if (token === 'close' || token === 'end' || token === 'failure') return token;
    if (++this.values <= this.maxValues) return token;
    return this.fail(this.at, `there are more than ${this.maxValues} values`);
  }

  /** Of a word or a number its exact text, of a string its characters, of a tag its number. */
  abstract text(): string;

  /** What is between the quotes of `bytes`, or in an extension. */
  abstract content(): Uint8Array;

  /** The type of an extension, -128 to 127. */
  abstract extensionType(): number;

  /** The token as people read it; of a list, a map or a tag its beginning. */
  abstract shown(): string;

  protected abstract read(): Token;

  protected fail(at: number, reason: string): 'failure' {
    this.failure = { at, reason };
    return 'failure';
  }
}

/** Whether no further value follows at this level. */
export function ends(token: Token): boolean {
  return token === 'close' || token === 'end' || token === 'failure';
}

/** Reads to the end of the value that begins with `token`, the token just read. */
export function skip(reader: TokenReader, token: Token): void {
  let depth = opens(token) ? 1 : 0;
  while (depth > 0) {
    const inner = reader.next();
    if (inner === 'close') depth--;
    else if (opens(inner)) depth++;
    else if (ends(inner)) return;
  }
}

function opens(token: Token): boolean {
  return token === 'list' || token === 'map' || token === 'tag';
}
