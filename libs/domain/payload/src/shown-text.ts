import { MAX_TEXT } from './scalar-text.js';

/** But for tab, line feed and carriage return. */
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;
const [DELETE, PICTURES, PICTURE_OF_DELETE, REPLACEMENT] = [0x7f, 0x2400, '\u2421', '\ufffd'];

/**
 * The bytes as UTF-8. What is not shows as U+FFFD, a control character as its picture (U+2400 and on,
 * or U+FFFD where Unicode has none), so that text sent by anybody steers no terminal.
 */
export function shownText(bytes: Uint8Array): { text: string; truncated: boolean } {
  const truncated = bytes.length > MAX_TEXT;
  // As a stream, so that a character that the cap cuts does not look broken.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, MAX_TEXT), {
    stream: truncated,
  });
  return { text: text.replace(CONTROLS, picture), truncated };
}

function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code === DELETE) return PICTURE_OF_DELETE;
  return code < DELETE ? String.fromCharCode(PICTURES + code) : REPLACEMENT;
}
