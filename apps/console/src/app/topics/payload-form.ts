import { decode, type Decode } from '#domain/payload';
import type { Decoded, Payload, TopicDecode } from '../api/models';
import { jsonLines, type Line, plainLine } from './json-text';
import { base64, hexLines, payloadBytes, payloadText } from './payload-text';
import { sparkplugLines } from './sparkplug-lines';

/** A payload as it is shown. */
export type Shown =
  | { readonly kind: 'lines'; readonly lines: readonly Line[]; readonly numbered: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: string };

export const DECODE_WORDS: Record<TopicDecode, string> = {
  json: 'JSON',
  text: 'Text',
  hex: 'Hex',
  base64: 'Base64',
  cbor: 'CBOR',
  msgpack: 'MessagePack',
  sparkplug: 'Sparkplug B',
};

/** Those that have fields, and so numbers that can be plotted. */
export const STRUCTURED: ReadonlySet<TopicDecode> = new Set([
  'json',
  'cbor',
  'msgpack',
  'sparkplug',
]);

/** Sparkplug as the server reads it: it knows the births that give aliases their names. */
export function shownAsSparkplug(decoded: Decoded | undefined): Shown {
  if (decoded?.sparkplug !== undefined) {
    return { kind: 'lines', lines: sparkplugLines(decoded.sparkplug), numbered: false };
  }
  return { kind: 'problem', problem: decoded?.problem ?? 'The server did not read it.' };
}

/** The payload read as it was asked for, or why it does not read so. */
export function shownAs(payload: Payload, as: Decode): Shown {
  switch (as) {
    case 'text':
      return { kind: 'text', text: payloadText(payload) };
    case 'base64':
      return { kind: 'text', text: base64(payload) };
    case 'hex':
      return {
        kind: 'lines',
        lines: hexLines(payloadBytes(payload)).map(plainLine),
        numbered: false,
      };
    case 'json':
    case 'cbor':
    case 'msgpack':
      return structured(payload, as);
  }
}

function structured(payload: Payload, as: 'json' | 'cbor' | 'msgpack'): Shown {
  // What is cut off reads as nothing; the begin of JSON can be shown all the same.
  if (as === 'json' && payload.truncated && payload.encoding === 'utf8') {
    return { kind: 'lines', lines: jsonLines(payload.data), numbered: true };
  }
  const decoded = decode(payloadBytes(payload), as);
  if ('problem' in decoded) return { kind: 'problem', problem: decoded.problem };
  // JSON from the payload itself, whole: what was decoded for people is cut at some length.
  const text = as === 'json' ? payloadText(payload) : decoded.text;
  return { kind: 'lines', lines: jsonLines(text), numbered: true };
}

/** What the copy button takes: what is shown, and all of it. */
export function copyText(payload: Payload, as: Decode): string {
  switch (as) {
    case 'json':
    case 'text':
      return payloadText(payload);
    case 'base64':
      return base64(payload);
    case 'hex':
      return hexLines(payloadBytes(payload)).join('\n');
    case 'cbor':
    case 'msgpack': {
      const decoded = decode(payloadBytes(payload), as);
      return 'problem' in decoded ? base64(payload) : decoded.text;
    }
  }
}
