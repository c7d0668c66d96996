import { textOf, type AclFile, type BrokerVersion } from '#domain/mosquitto';
import { aclSections, type AclRule } from './acl-file-tests.js';
import { hasPlaceholder } from './lint-filter-set.js';
import { shown, type Finding } from './lint-finding.js';
import {
  broadWrite,
  guardedTopics,
  impossible,
  isEverything,
  partialLevel,
  starLevels,
  type Publishing,
  type Remark,
} from './lint-topics.js';
import type { Policy } from './policy.js';

const PUBLISHING: Readonly<Record<AclRule['access'], Publishing>> = {
  deny: 'no',
  read: 'no',
  write: 'only',
  readwrite: 'too',
};

/** What can be said of each rule of an acl_file without the others. */
export function* aclLineFindings({ aclFile, broker }: Policy): Generator<Finding> {
  if (aclFile === undefined) return;
  const { anonymous, users, patterns } = aclSections(aclFile);
  for (const rules of [anonymous, ...users.values(), patterns]) {
    for (const rule of rules) {
      const place = { file: 'acl_file', line: rule.line } as const;
      for (const remark of remarks(rule, aclFile, broker)) yield { ...place, ...remark };
    }
  }
}

function* remarks(rule: AclRule, file: AclFile, broker: BrokerVersion): Generator<Remark> {
  const { filter, access } = rule;
  yield* misreadWords(rule, file);
  const hopeless = impossible(filter);
  if (hopeless !== undefined) {
    yield hopeless;
    return;
  }
  yield* guardedTopics(filter, PUBLISHING[access]);
  yield* starLevels(filter);
  if (rule.section !== 'pattern') {
    yield* topicLine(rule);
  } else if (hasPlaceholder(filter)) {
    yield* placeholders(rule, broker);
  } else if (access !== 'deny') {
    yield patternForAll(rule);
  }
}

/** `topic deny`, and `topic read write a/b`: the broker reads one word of access, and not the last of the line. */
function* misreadWords({ line, filter }: AclRule, { lines }: AclFile): Generator<Remark> {
  const word = /^(?:read|write|readwrite|deny)(?= |$)/.exec(filter)?.[0];
  if (word === undefined) return;
  const rule = { rule: 'keyword-as-topic', severity: 'warning' } as const;
  if (word !== filter) {
    const message = `The topic is ${shown(filter)}: one word of access is read, and ${word} is the beginning of the topic here.`;
    yield { ...rule, message };
    return;
  }
  const [, , ...rest] = textOf(lines[line - 1]?.raw ?? new Uint8Array())
    .trim()
    .split(/ +/);
  if (rest.length > 0) return;
  const message = `This gives read and write access to the topic "${word}": with nothing behind it, the word is the topic.`;
  yield { ...rule, message };
}

function* topicLine({ access, filter }: AclRule): Generator<Remark> {
  if (hasPlaceholder(filter)) {
    const message =
      'In topic lines, %c and %u are those characters and stand for no name. In pattern lines they do.';
    yield { rule: 'literal-placeholder', severity: 'warning', message };
  }
  if (PUBLISHING[access] !== 'no' && isEverything(filter)) yield broadWrite();
}

function patternForAll({ access, filter }: AclRule): Remark {
  if (!isEverything(filter)) {
    const message =
      'Without %c and %u, a pattern holds for everybody, also for anonymous clients where they may log in.';
    return { rule: 'pattern-for-all', severity: 'notice', message };
  }
  const what = { read: 'receive', write: 'publish', readwrite: 'publish and receive', deny: '' };
  const message = `With this pattern everybody may ${what[access]} everything that does not begin with $, whatever the sections give; only their own denials remain.`;
  return { rule: 'broad-pattern', severity: 'warning', message };
}

function* placeholders({ access, filter }: AclRule, broker: BrokerVersion): Generator<Remark> {
  const level = partialLevel(filter);
  const isText = broker.substitutes === 'text';
  if (level !== undefined) {
    const message = `Mosquitto 2.1 fills in %c and %u only where they are a whole level: in ${shown(level)} it reads those characters. Mosquitto 2.0 fills in names there, too.`;
    yield { rule: 'partial-placeholder', severity: isText ? 'notice' : 'warning', message };
  }
  if (access === 'deny' || !/^%c(?:\/|$)/.test(filter)) return;
  const message =
    'On Mosquitto 2.0 this opens topics that begin with $ to clients that choose such an id, as $SYS or $CONTROL; on 2.1 it does not. A level of its own before %c keeps them out.';
  yield { rule: 'dollar-client-id', severity: isText ? 'warning' : 'notice', message };
}
