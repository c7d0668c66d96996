import {
  becauseOf,
  clientSees,
  rulingText,
  type Explanation,
  type Question,
  type Ruling,
  type Step,
} from '#domain/access';
import { fileOf, type Explained, type FileNames } from './acl-answer.js';

/** A trail up to this long is shown whole; of a longer one, what matches. */
const LONGEST_TRAIL = 40;

/** An answer for people: the verdict, the rule, what would decide without it, the way there, what the client notices. */
export function explanationText({ explanation, question, broker, names }: Explained): string {
  const { because, otherwise } = explanation;
  const rule = (by: Ruling) => placedText(by, names);
  const sees = clientSees(explanation, question);
  const lines = [
    verdict(explanation, question),
    becauseOf(explanation, question),
    '',
    `decides:    ${rule(because)}`,
    ...(otherwise ? [`without it: ${allowed(otherwise)} by ${rule(otherwise.by)}`] : []),
    '',
    `tried, in the order of Mosquitto ${broker.line}:`,
    ...trail(explanation.trail, rule),
    '',
    'the client notices:',
    `  MQTT 5:     ${sees.v5}`,
    `  MQTT 3.1.1: ${sees.v311}`,
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

/** A rule behind the place where it stands, as compilers write it: `acl:33: topic deny a/#`. */
export function placedText(by: Ruling, names: FileNames): string {
  const file = fileOf(by, names);
  if (by.kind === 'broker' || file === undefined) return rulingText(by);
  if (by.kind === 'dynsec-default') return `${file}: ${rulingText(by)}`;
  return `${file}:${by.line}: ${rulingText(by).replace(/^line \d+: /, '')}`;
}

/** Text of others with its control characters spelt out: some of them command a terminal. */
export function visible(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

const DOINGS = {
  publish: 'publish to',
  receive: 'receive',
  subscribe: 'subscribe to',
  unsubscribe: 'unsubscribe from',
  login: 'log in',
} as const;

function verdict(explanation: Explanation, { client, action, topic }: Question): string {
  const { username, clientId } = client;
  const id = clientId === (username ?? '') ? '' : ` with the client id ${clientId}`;
  const who = `${username ?? 'an anonymous client'}${id}`;
  const what = `${DOINGS[action]}${action === 'login' ? '' : ` ${topic}`}`;
  return `${allowed(explanation)}: ${who} may${explanation.allowed ? '' : ' not'} ${what}`;
}

const allowed = (it: { readonly allowed: boolean }): string => (it.allowed ? 'allowed' : 'denied');

/** In brackets what was not tried, since the answer was there already. */
const OUTCOMES: Readonly<Record<Step['outcome'], string>> = {
  'no-match': 'no match',
  'other-action': 'passes on',
  decides: 'decides',
  'would-allow': '(would allow)',
  'would-deny': '(would deny)',
  'not-tried': '(not tried)',
};
const WIDEST_OUTCOME = 13;

function trail(steps: readonly Step[], rule: (by: Ruling) => string): string[] {
  const whole = steps.length <= LONGEST_TRAIL;
  const shown = whole
    ? steps
    : steps
        .filter(({ outcome }) => outcome !== 'no-match' && outcome !== 'not-tried')
        .slice(0, LONGEST_TRAIL);
  const left = steps.length - shown.length;
  return [
    ...shown.map(({ by, outcome }) => `  ${OUTCOMES[outcome].padEnd(WIDEST_OUTCOME)}  ${rule(by)}`),
    ...(left > 0 ? [`  … and ${left} more; --json names them all`] : []),
  ];
}

/** `1 user`, `2 users`. */
export const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;
