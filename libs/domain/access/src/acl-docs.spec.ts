import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  brokerVersion,
  parseAclFile,
  parseDynsecState,
  parsePasswordFile,
  type AclLine,
  type BrokerVersion,
} from '#domain/mosquitto';
import { explain } from './explain.js';
import { LINT_RULES } from './lint-finding.js';
import type { Action, Client, Policy } from './policy.js';
import { clientSees, rulingText } from './say.js';

/**
 * The examples of docs/acl.md. Fenced blocks with a name of {@link FILES} are the broker's files; the tables below
 * them, up to the next heading, are questions to a broker with these files.
 */
const page = readFileSync(new URL('../../../../docs/acl.md', import.meta.url), 'utf8');

const FILES = ['acl', 'password_file', 'dynamic-security', 'conf'] as const;
/** A fenced block, and the how-many-eth it is. */
interface Block {
  readonly number: number;
  readonly text: string;
}
type Files = Readonly<Partial<Record<(typeof FILES)[number], Block>>>;

interface Table {
  readonly heading: string;
  readonly files: Files;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables of the page, each with the files above it. */
function tablesOf(text: string): readonly Table[] {
  const tables: { heading: string; files: Files; rows: string[][] }[] = [];
  let [heading, files, fence]: [string, Files, string | undefined] = ['', {}, undefined];
  let [number, before] = [0, ''];
  for (const line of text.split('\n')) {
    const [, mark] = /^ *```(\S*)/.exec(line) ?? [];
    if (mark !== undefined) {
      fence = fence === undefined ? mark : undefined;
      if (fence !== undefined && isFile(fence)) {
        files = { ...files, [fence]: { number: ++number, text: '' } };
      }
    } else if (fence !== undefined) {
      if (isFile(fence)) {
        files = { ...files, [fence]: { number, text: `${files[fence]?.text ?? ''}${line}\n` } };
      }
    } else if (line.startsWith('#')) {
      [heading, files] = [line.replace(/^#+ /, ''), {}];
    } else if (line.startsWith('|')) {
      if (!before.startsWith('|')) tables.push({ heading, files, rows: [] });
      tables.at(-1)?.rows.push(cellsOf(line));
    }
    before = line;
  }
  return tables.map(({ rows: [header = [], , ...rows], ...where }) => ({ ...where, header, rows }));
}

function isFile(name: string): name is keyof Files {
  return (FILES as readonly string[]).includes(name);
}

/** Without the blanks around them; of code, what is between the backticks, with a tab for `<TAB>`. */
function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) =>
      (/^ *`(.*)` *$/.exec(cell)?.[1] ?? cell.trim())
        .replaceAll('<TAB>', '\t')
        .replaceAll('<BOM>', '\uFEFF'),
    );
}

const tables = tablesOf(page);
const tablesWith = (...columns: readonly string[]) =>
  tables.filter(({ header }) => columns.every((column, index) => header[index] === column));

const bytes = (text: string) => new TextEncoder().encode(text);

function versionOf(text: string): BrokerVersion {
  const version = brokerVersion(text);
  if (version === undefined) throw new Error(`No broker ${text}.`);
  return version;
}

function policyOf(files: Files, broker: BrokerVersion): Policy {
  const { acl, password_file: passwords, 'dynamic-security': state, conf } = files;
  return {
    broker,
    allowAnonymous: conf?.text === 'allow_anonymous true\n',
    ...(acl && { aclFile: parseAclFile(bytes(acl.text)) }),
    ...(passwords && { passwordFile: parsePasswordFile(bytes(passwords.text), broker) }),
    ...(state && { dynsec: parseDynsecState(bytes(state.text)) }),
  };
}

/** `ann`, `ann as c1`, `anonymous`. */
function clientOf(text: string): Client {
  const [username = '', clientId = 'client'] = text.split(' as ');
  return username === 'anonymous' ? { clientId } : { username, clientId };
}

function actionOf(text: string): Action {
  return text === 'log in' ? 'login' : (text as Action);
}

/** The versions that a column is about. */
function versionsOf(column: string): readonly string[] {
  return column === 'Answer' ? ['2.0.11', '2.0.22', '2.1.2'] : [column];
}

interface Example {
  readonly heading: string;
  readonly files: Files;
  readonly version: string;
  readonly client: string;
  readonly action: string;
  readonly topic: string;
  readonly answer: string;
}

const examples = tablesWith('Client', 'May it', 'Topic').flatMap(
  ({ heading, files, header, rows }) =>
    rows.flatMap(([client = '', action = '', topic = '', ...answers]) =>
      answers.flatMap((answer, index) =>
        versionsOf(header[index + 3] ?? '').map((version): Example => {
          return { heading, files, version, client, action, topic, answer };
        }),
      ),
    ),
);

describe('the examples of docs/acl.md', () => {
  it.each(examples)(
    '$heading: $client $action $topic on $version: $answer',
    ({ files, version, client, action, topic, answer }) => {
      const policy = policyOf(files, versionOf(version));
      const question = { client: clientOf(client), action: actionOf(action), topic };
      const { allowed, because } = explain(policy, question);
      const text = rulingText(because);
      const [verdict, reason = ''] = answer.split(/, (.*)/s);
      expect([verdict, text]).toEqual([
        allowed ? 'yes' : 'no',
        // Of a rule, the page says where it stands, and leaves out how it reads.
        text.startsWith(`${reason}:`) ? text : reason,
      ]);
    },
  );

  it('ask about each of their files', () => {
    const blocks = page.match(/^```(?:acl|password_file|dynamic-security|conf)$/gm) ?? [];
    const asked = examples.flatMap(({ files }) => Object.values(files).map(({ number }) => number));
    expect(new Set(asked).size).toBe(blocks.length);
    expect(blocks.length).toBeGreaterThan(20);
  });

  it.each(tablesWith('Line', 'Read as').flatMap(({ rows }) => rows))(
    'read the line %j as %s',
    (line = '', meant) => {
      const [read] = parseAclFile(bytes(`${line}\n`)).lines;
      expect(read && statementOf(read)).toBe(meant);
    },
  );

  it.each(tablesWith('Denied', 'MQTT 5', 'MQTT 3.1.1').flatMap(({ rows }) => rows))(
    'say what a client notices when it may not %s',
    (action = '', v5, v311) => {
      const because = { kind: 'broker', rule: 'nothing-allows' } as const;
      const question = { client: { clientId: '' }, action: actionOf(action), topic: 'a' };
      expect(clientSees({ allowed: false, because, trail: [] }, question)).toEqual({ v5, v311 });
    },
  );

  it('explain every finding of the linter', () => {
    const explained = tablesWith('Finding').flatMap(({ rows }) => rows.map(([rule]) => rule));
    expect(explained.toSorted()).toEqual([...LINT_RULES].sort());
  });
});

function statementOf(line: AclLine): string {
  switch (line.kind) {
    case 'blank':
    case 'comment':
    case 'unread':
      return 'nothing';
    case 'user':
      return `user \`${line.name}\``;
    case 'topic':
    case 'pattern':
      return `${line.kind} ${line.access} \`${line.filter}\``;
    case 'invalid':
      return 'refused';
  }
}
