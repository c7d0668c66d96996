import { CappedText } from './capped-text.js';
import { extensionText } from './extension-text.js';
import { quoted } from './quoted.js';
import { bytesText } from './scalar-text.js';
import type { Value } from './value.js';

/** A value on one line, as JSON or in diagnostic notation; cut to `limit` characters and then ended by `…`. */
export function valueText(value: Value, limit = Infinity): string {
  const text = new CappedText(limit);
  write(value, text);
  return text.truncated ? `${text.toString()}…` : text.toString();
}

function write(value: Value, text: CappedText): void {
  switch (value.kind) {
    case 'word':
    case 'number':
      text.write(value.text);
      return;
    case 'string':
      text.write(quoted(value.text));
      return;
    case 'bytes':
      text.write(bytesText(value.bytes));
      return;
    case 'extension':
      text.write(extensionText(value.type, value.bytes));
      return;
    case 'list':
      writeAll(
        ['[', ']'],
        value.items.map((item) => [item]),
        text,
      );
      return;
    case 'map':
      writeAll(['{', '}'], value.entries, text);
      return;
    case 'tagged':
      writeAll([`${value.tag}(`, ')'], [[value.value]], text);
      return;
  }
}

function writeAll(
  [opening, closing]: readonly [string, string],
  items: readonly (readonly Value[])[],
  text: CappedText,
): void {
  text.write(opening);
  for (const [index, [first, second]] of items.entries()) {
    if (text.truncated) return;
    if (index > 0) text.write(', ');
    if (first) write(first, text);
    if (second) {
      text.write(': ');
      write(second, text);
    }
  }
  text.write(closing);
}
