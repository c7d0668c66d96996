import { isSpace } from './base64.js';

/** The bytes of hexadecimal digits in pairs; white space is ignored. */
export function hexBytes(text: string): Uint8Array | { readonly problem: string } {
  const bytes = new Uint8Array(Math.ceil(text.length / 2));
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isSpace(code)) continue;
    const digit = digitOf(code);
    if (digit === undefined) return { problem: `Not hexadecimal: character ${i + 1} is no digit.` };
    const at = digits++ >> 1;
    bytes[at] = ((bytes[at] ?? 0) << 4) | digit;
  }
  if (digits % 2 === 1) return { problem: 'Not hexadecimal: the last byte has one digit only.' };
  return bytes.subarray(0, digits >> 1);
}

function digitOf(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}
