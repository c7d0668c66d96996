import fc from 'fast-check';
import { bytesOf } from '#domain/mosquitto';
import type { Client } from '../src/policy.js';
import {
  clients,
  filters,
  questions,
  username,
  type QuestionTemplate,
} from './topic-arbitraries.js';

/** A random acl_file, and what is asked about it. */
export interface AclCase {
  readonly lines: readonly string[];
  readonly clients: readonly Client[];
  readonly questions: readonly QuestionTemplate[];
}

/** May publish to all that is asked about. */
export const SENDER = 'sender';

const access = fc.constantFrom('read ', 'write ', 'readwrite ', 'deny ', '');
/** Not UTF-8, which a file can hold and no topic can. */
const badFilter = fc.constantFrom('a/\udcff', '\udcc3/#');
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '  \t\n');

function rule(keyword: string, filter: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(' ', ' ', '  '), access, filter).map(([space, word, text]) => {
    // Without the word, the first of the topic's own would be read as one.
    const before = word === '' && text.includes(' ') ? 'readwrite ' : word;
    return `${keyword}${space}${before}${text}`;
  });
}

const line = fc.oneof(
  { weight: 4, arbitrary: username.map((name) => `user ${name}`) },
  { weight: 20, arbitrary: rule('topic', filters(1)) },
  { weight: 7, arbitrary: rule('pattern', filters(4)) },
  { weight: 1, arbitrary: rule('topic', badFilter) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '# user ann',
      '#topic a',
      'topic deny',
      'topic read',
      '  user a',
    ),
  },
);

/** Lines of a valid acl_file with their ends. */
export const aclLines = fc.array(
  fc.tuple(line, lineEnd).map((parts) => parts.join('')),
  { maxLength: 40, size: 'max' },
);

/** About so many questions, half of them on average. */
export function aclCases(asked: number): fc.Arbitrary<AclCase> {
  const actions = ['publish', 'receive', 'publish', 'receive', 'publish', 'receive'] as const;
  return fc.noBias(
    fc.record({
      lines: aclLines,
      clients,
      questions: fc.array(questions([...actions, 'subscribe', 'unsubscribe']), {
        minLength: 1,
        maxLength: asked,
        size: 'max',
      }),
    }),
  );
}

/** The file: the random lines, and what the sender needs for these topics. */
export function aclBytes(lines: readonly string[], topics: readonly string[]): Uint8Array {
  const special = new Set(topics.filter((topic) => topic.startsWith('$')));
  const rules = ['#', ...special].map((topic) => `topic write ${topic}\n`);
  return bytesOf([...lines, `user ${SENDER}\n`, ...rules].join(''));
}

/** An empty line in the place of one of them, so that the others keep their numbers. */
export function withoutLine(lines: readonly string[], line: number): string[] {
  return lines.map((text, index) => (index + 1 === line ? '\n' : text));
}
