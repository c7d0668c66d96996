import {
  aclSections,
  becauseOf,
  type Explanation,
  type Policy,
  type Question,
  type Ruling,
  type Step,
} from '#domain/access';
import { counted } from '../ui/formats';
import { placeOf } from './rule-words';
import { wildcardWords } from './topic-parts';

/** What became of a stage: it holds, it decided, it let the question pass, or it was not reached. */
export type StageState = 'holds' | 'allows' | 'denies' | 'passes' | 'not-tried';

/** One of the places that the broker goes through, and what happened there. */
export interface Stage {
  readonly name: string;
  readonly state: StageState;
  readonly detail: string;
}

/** What is decided, and how. */
export interface Decision {
  readonly policy: Policy;
  readonly question: Question;
  /** Whether the client gets in at all. */
  readonly login: Explanation;
  readonly explanation: Explanation;
}

const NAMES = {
  guards: 'The broker’s own rules',
  'own-roles': 'Roles of the client',
  'group-roles': 'Roles of its groups',
  plugin: 'The plugin',
  default: 'Default of the plugin',
  denials: 'Deny rules first',
  grants: 'Allow rules',
  names: 'Names with + or #',
  'pattern-denials': 'Patterns that deny',
  'pattern-grants': 'Patterns that allow',
  last: 'In the end',
} as const;

type StageKind = keyof typeof NAMES;

/** Where the acl_file begins: what it has for the client is told before. */
const OF_ACL_FILE: readonly StageKind[] = [
  ...(['denials', 'grants', 'names', 'pattern-denials', 'pattern-grants', 'last'] as const),
];

/** The way of a question through the broker: the log-in, then what decides about topics, in its order. */
export function stagesOf(decision: Decision): readonly Stage[] {
  const { question, explanation } = decision;
  const stages: Stage[] = [loginStage(decision)];
  if (question.action === 'login') return stages;
  let reached = false;
  let inAclFile = !asksAclFile(decision);
  for (const { kind, steps } of grouped(explanation.trail)) {
    if (!inAclFile && OF_ACL_FILE.includes(kind)) {
      stages.push(sectionStage(decision, reached));
      inAclFile = true;
    }
    const decides = steps.some(({ outcome }) => outcome === 'decides');
    if (decides || isWorthTelling(kind, question.topic)) {
      stages.push({ name: NAMES[kind], ...outcomeOf(decision, steps, reached) });
    }
    reached ||= decides;
  }
  return stages;
}

/** Of the broker's own rules people want to hear when they decide, or could have. */
function isWorthTelling(kind: StageKind, topic: string): boolean {
  return kind === 'guards' ? topic.startsWith('$') : kind !== 'last';
}

function asksAclFile({ policy, question }: Decision): boolean {
  return (
    policy.aclFile !== undefined && (question.action === 'publish' || question.action === 'receive')
  );
}

function loginStage({ question, login }: Decision): Stage {
  const detail = becauseOf(login, { ...question, action: 'login', topic: '' });
  return { name: 'Log-in', state: login.allowed ? 'holds' : 'denies', detail };
}

function sectionStage({ policy, question }: Decision, reached: boolean): Stage {
  const { username } = question.client;
  const { anonymous, users } = policy.aclFile
    ? aclSections(policy.aclFile)
    : { anonymous: [], users: new Map<string, never[]>() };
  const own = username === undefined ? anonymous : (users.get(username) ?? []);
  const who = username ?? 'clients without a username';
  const words =
    own.length === 0
      ? `Nothing is for ${who} alone`
      : `${lineWords(own.map(({ line }) => line))} for ${who}`;
  const name = username === undefined ? 'Before the first user' : 'User section';
  if (reached) return { name, state: 'not-tried', detail: `Not tried. ${words}` };
  return { name, state: own.length === 0 ? 'passes' : 'holds', detail: words };
}

/** `Line 30 is`, `Lines 30–33 are`, `Lines 30, 31 and 12 more are`. */
export function lineWords(lines: readonly number[]): string {
  const [first = 0, second = 0] = lines;
  const last = lines.at(-1) ?? first;
  if (lines.length === 1) return `Line ${first} is`;
  if (last - first === lines.length - 1) return `Lines ${first}–${last} are`;
  if (lines.length === 2) return `Lines ${first} and ${second} are`;
  return `Lines ${first}, ${second} and ${lines.length - 2} more are`;
}

interface Group {
  readonly kind: StageKind;
  readonly steps: readonly Step[];
}

function grouped(trail: readonly Step[]): readonly Group[] {
  const groups: { kind: StageKind; steps: Step[] }[] = [];
  for (const step of trail) {
    const kind = kindOf(step.by);
    const before = groups.at(-1);
    if (before?.kind === kind) before.steps.push(step);
    else groups.push({ kind, steps: [step] });
  }
  return groups;
}

function kindOf(by: Ruling): StageKind {
  switch (by.kind) {
    case 'acl-line':
      if (by.section === 'pattern')
        return by.access === 'deny' ? 'pattern-denials' : 'pattern-grants';
      return by.access === 'deny' ? 'denials' : 'grants';
    case 'role-acl':
    case 'role-wildcards':
      return by.group === undefined ? 'own-roles' : 'group-roles';
    case 'dynsec-default':
      return 'default';
    case 'broker':
      if (by.rule === 'unknown-to-plugin') return 'plugin';
      if (by.rule === 'wildcard-in-name') return 'names';
      return LAST.includes(by.rule) ? 'last' : 'guards';
  }
}

const LAST: readonly string[] = ['no-rules', 'acl-file-allows-subscribing', 'nothing-allows'];

function outcomeOf(
  decision: Decision,
  steps: readonly Step[],
  reached: boolean,
): Pick<Stage, 'state' | 'detail'> {
  const deciding = steps.find(({ outcome }) => outcome === 'decides');
  if (deciding !== undefined) {
    const state = decision.explanation.allowed ? 'allows' : 'denies';
    return { state, detail: matchWords(decision.question, deciding.by) };
  }
  if (reached) {
    const would = steps.find(({ outcome }) => outcome.startsWith('would-'));
    if (would === undefined) return { state: 'not-tried', detail: 'Not tried' };
    const deed = would.outcome === 'would-allow' ? 'allowed' : 'denied';
    const detail = `Not tried. ${placeOf(would.by)} would have ${deed} it`;
    return { state: 'not-tried', detail };
  }
  return { state: 'passes', detail: passWords(decision.question, steps) };
}

function passWords({ action }: Question, steps: readonly Step[]): string {
  const [first] = steps;
  if (first?.by.kind === 'broker') {
    return first.by.rule === 'unknown-to-plugin'
      ? 'It does not know the name, and leaves it to what follows'
      : 'None is about this topic';
  }
  if (first?.by.kind === 'dynsec-default') {
    return `${first.by.type} is ${first.by.allow ? 'allowed, but never below $CONTROL' : 'denied: it is left to what follows'}`;
  }
  const aside = steps.find(({ outcome }) => outcome === 'other-action');
  if (aside !== undefined) {
    const gives = action === 'publish' ? 'receiving' : 'publishing';
    return `${placeOf(aside.by)} matches, but is about ${gives}`;
  }
  return first !== undefined && steps.length === 1
    ? `${placeOf(first.by)} does not match`
    : `None of ${counted(steps.length, 'rule')} matches`;
}

/** Why a rule holds: for an acl_file's line and a role's entry, what its wildcards stand for. */
function matchWords({ client, action, topic }: Question, by: Ruling): string {
  switch (by.kind) {
    case 'broker':
      return placeOf(by);
    case 'dynsec-default':
      return `${by.type} is ${by.allow ? 'allowed' : 'denied'} where no role says otherwise`;
    case 'role-wildcards':
      return `${placeOf(by)} allows no wildcards in subscriptions`;
    case 'acl-line':
    case 'role-acl': {
      const pattern = by.kind === 'acl-line' ? by.filter : by.topic;
      const filled = pattern
        .replaceAll('%c', client.clientId)
        .replaceAll('%u', client.username ?? '');
      const ofTopic = action === 'publish' || action === 'receive';
      const words = ofTopic ? wildcardWords(filled, topic) : undefined;
      const names = filled === pattern ? undefined : nameWords(pattern, client);
      const why = [names, words].filter((part) => part !== undefined).join(', ');
      return `${placeOf(by)} matches${why === '' ? '' : `: ${why}`}`;
    }
  }
}

function nameWords(pattern: string, { clientId, username = '' }: Question['client']): string {
  const words = [
    ...(pattern.includes('%c') ? [`%c is ${clientId}`] : []),
    ...(pattern.includes('%u') ? [`%u is ${username}`] : []),
  ];
  return words.join(', ');
}
