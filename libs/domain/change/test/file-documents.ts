import fc from 'fast-check';
import { bytesOf } from '#domain/mosquitto';
import type { FileDocument } from '../src/document.js';
import { fileDocument } from '../src/file-document.js';
import { hash, hashText } from './file-examples.js';

/** Random files out of few names, so that they meet: users, rules, roles as MCM writes them, and comments. */
const NAMES = ['ann', 'bob', 'cem', 'd e'];
const ROLES = ['r1', 'r2'];
const FILTERS = ['a', 'a/#', '+/b', '#', 'c d'];
const ACCESS = ['read', 'write', 'readwrite', 'deny'];
/** Lines that nobody knows, or that are wrong. */
const ODD = [
  ...['topic read x', 'user bob', 'pattern read %u', 'nonsense', '\ttopic a'],
  ...['# mcm begin role r1', '# mcm end role r1', '# mcm role r1', '# mcm   read z'],
];

const some = <T>(one: fc.Arbitrary<T>, maxLength: number) =>
  fc.array(one, { maxLength, size: 'max' });
const word = (of: readonly string[]) => fc.constantFrom(...of);

const ruleOf = (keyword: string, filters: readonly string[] = FILTERS) =>
  fc
    .tuple(word(['', '', '# about it', '#']), word(ACCESS), word(filters))
    .map(([comment, access, filter]) => [
      ...(comment === '' ? [] : [comment]),
      `${keyword} ${access} ${filter}`,
    ]);
const topic = ruleOf('topic');
const pattern = ruleOf('pattern', [...FILTERS, 'u/%u', '%c/#']);

const role = fc.record({
  about: word(['', ': Words']),
  rules: some(fc.tuple(word(ACCESS), word(FILTERS)), 3),
});
const section = fc.record({
  username: word(NAMES),
  lines: some(fc.oneof(topic, topic, topic, pattern), 4),
});
const login = fc.record({
  ...{ username: word(NAMES), number: fc.nat(3), disabled: fc.boolean() },
  roles: fc.subarray([...ROLES]),
});
const parts = fc.record({
  head: some(topic, 2),
  patterns: some(pattern, 2),
  roles: fc.record({ r1: role, r2: role }, { requiredKeys: [] }),
  sections: some(section, 4),
  logins: fc.uniqueArray(login, { selector: ({ username }) => username }),
});

type Arbitrated<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Parts = Arbitrated<typeof parts>;
type Role = Arbitrated<typeof role>;

function aclText({ head, patterns, roles, sections, logins }: Parts): string {
  const defined = Object.entries(roles);
  const blocks = logins.flatMap(({ username, roles: has }) =>
    defined.some(([name]) => has.includes(name))
      ? [`user ${username}`, ...defined.flatMap((one) => (has.includes(one[0]) ? block(one) : []))]
      : [],
  );
  const definitions = defined.flatMap(([name, { about, rules }]) => [
    `# mcm role ${name}${about}`,
    ...rules.map(([access, filter]) => `# mcm   ${access} ${filter}`),
  ]);
  const own = sections.flatMap(({ username, lines }) => [`user ${username}`, ...lines.flat(), '']);
  const lines = [...head.flat(), ...patterns.flat(), ...own, ...blocks, ...definitions];
  return lines.map((line) => `${line}\n`).join('');
}

function block([name, { rules }]: [string, Role]): string[] {
  const own = rules.map(([access, filter]) => `topic ${access} ${filter}`);
  return [`# mcm begin role ${name}`, ...own, `# mcm end role ${name}`];
}

function passwordText({ logins }: Parts): string {
  return logins
    .filter(({ disabled }) => !disabled)
    .map(({ username, number }) => `${username}:${hashText(number)}\n`)
    .join('');
}

const disabledIn = ({ logins }: Parts) =>
  logins
    .filter(({ disabled }) => disabled)
    .map(({ username, number }) => ({ username, hash: hash(number) }));

/** With both files, as MCM would leave them. */
export const fileDocuments: fc.Arbitrary<FileDocument> = parts.map((all) =>
  fileDocument(
    { acl: bytesOf(aclText(all)), passwords: bytesOf(passwordText(all)) },
    disabledIn(all),
  ),
);

/** With odd lines, and now and then without one of the files. */
export const anyFileDocument: fc.Arbitrary<FileDocument> = fc
  .tuple(parts, fc.nat(9), some(word(ODD), 4))
  .map(([all, chance, odd]) =>
    fileDocument(
      {
        ...(chance !== 0 && { acl: bytesOf(`${aclText(all)}${odd.join('\n')}`) }),
        ...(chance !== 1 && { passwords: bytesOf(passwordText(all)) }),
      },
      disabledIn(all),
    ),
  );
