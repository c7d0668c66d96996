import { CappedText } from './capped-text.js';
import { MAX_TEXT } from './scalar-text.js';
import type { Token, TokenReader } from './token-reader.js';

const INDENT = '  ';
const DEEPEST_INDENT = 40;
const CLOSING = { list: ']', map: '}', tag: ')' };

interface Level {
  readonly kind: 'list' | 'map' | 'tag';
  readonly opening: string;
  count: number;
}

/** What is left to read, a line for each item and entry; undefined when it cannot be read to its end. */
export function printed(reader: TokenReader): { text: string; truncated: boolean } | undefined {
  const printer = new Printer();
  for (;;) {
    const token = reader.next();
    if (token === 'failure') return undefined;
    if (token === 'end') return printer.printed;
    printer.print(token, reader);
  }
}

class Printer {
  private readonly text = new CappedText(MAX_TEXT);
  private readonly levels: Level[] = [];

  get printed(): { text: string; truncated: boolean } {
    return { text: this.text.toString(), truncated: this.text.truncated };
  }

  print(token: Exclude<Token, 'end' | 'failure'>, reader: TokenReader): void {
    // The rest is read, since a payload that is wrong at its end is wrong, but takes no memory.
    if (this.text.truncated) return;
    if (token === 'close') {
      this.close();
      return;
    }
    this.separate();
    const shown = reader.shown();
    this.text.write(shown);
    if (token !== 'list' && token !== 'map' && token !== 'tag') return;
    this.levels.push({ kind: token, opening: shown, count: 0 });
  }

  /** What stands between a value, or a key, and what is before it. */
  private separate(): void {
    const level = this.levels.at(-1);
    if (!level) return;
    const isValue = level.kind === 'map' && level.count % 2 === 1;
    if (isValue) this.text.write(': ');
    else if (level.kind !== 'tag') {
      if (level.count > 0) this.text.write(',');
      this.breakLine();
    }
    level.count++;
  }

  private close(): void {
    const level = this.levels.pop();
    if (!level) return;
    if (level.kind !== 'tag' && level.count > 0) this.breakLine();
    // An empty one of indefinite length is `[_ ]`.
    else if (level.opening.endsWith('_')) this.text.write(' ');
    this.text.write(CLOSING[level.kind]);
  }

  private breakLine(): void {
    this.text.write(`\n${INDENT.repeat(Math.min(this.levels.length, DEEPEST_INDENT))}`);
  }
}
