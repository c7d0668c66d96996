import fc from 'fast-check';
import { PROBE_USER, probeFilter } from '../src/probe.js';
import { hashText } from './file-examples.js';

/** Lines that mean something in one of the files, or nearly do, and their ends. */
const LINES = [
  'user ann',
  'topic read a',
  '# note',
  '# mcm role r',
  '# mcm   read a',
  '# mcm begin role r',
  '# mcm end role r',
  `user ${PROBE_USER}x`,
  `topic readwrite ${probeFilter(3)}`,
  `ann:${hashText()}`,
  `ann:${hashText()}:`,
  PROBE_USER,
  'bob:x',
  '',
  '\u00ff',
  '\u00ef\u00bb\u00bf',
];

/** The bytes of a file that is one of the broker's, or no file of anybody's. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ size: 'medium' }),
  fc
    .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\n', '\n', '\r\n', '')), {
      maxLength: 12,
      size: 'max',
    })
    .map((lines) => {
      const text = lines.map((parts) => parts.join('')).join('');
      return Uint8Array.from(text, (character) => character.charCodeAt(0));
    }),
);
