import type { Action, Client, LintedFile } from '#domain/access';
import { brokerVersion, bytesOf, type BrokerVersion } from '#domain/mosquitto';
import type { Sources } from './acl-policy.js';

/** What can be asked; `load`: whether the broker starts with these files. */
export type Asking = Action | 'load';

const ASKINGS: ReadonlyMap<string, Asking> = new Map([
  ...(['publish', 'receive', 'subscribe', 'unsubscribe', 'login', 'load'] as const).map(
    (name) => [name, name] as const,
  ),
  ['write', 'publish'],
  ['read', 'receive'],
]);
export const ACTION_WORDS = [...ASKINGS.keys()].join(', ');

export const actionNamed = (word: string): Asking | undefined => ASKINGS.get(word);

/** `2.0`, `2.1` or a full version. */
export const brokerNamed = (word: string): BrokerVersion | undefined =>
  /^\d+\.\d+(\.\d+)?$/.test(word) ? brokerVersion(word) : undefined;

export interface Question {
  readonly action: Asking;
  /** Absent where none is needed: to log in and to load. */
  readonly topic?: string;
  readonly client: Client;
}

/** A question with the rules that it is about, which are texts so that the same ones are known again. */
export interface Asked extends Question {
  readonly broker: BrokerVersion;
  readonly allowAnonymous: boolean;
  readonly texts: Texts;
}
export type Texts = Readonly<Partial<Record<LintedFile, string>>>;

/** What holds for lines that do not say it themselves. */
export interface Defaults {
  readonly action: Asking;
  readonly user?: string;
  readonly clientId?: string;
  readonly broker: BrokerVersion;
  readonly allowAnonymous: boolean;
  readonly texts: Texts;
  /** What the files are called whose texts these are. */
  readonly names: Readonly<Partial<Record<LintedFile, string>>>;
}

/** A client with the username as its id, as many have, where no other is given. */
export function clientOf(user: string | undefined, clientId: string | undefined): Client {
  // On the wire an empty name is none.
  if (user === undefined || user === '') return { clientId: clientId ?? '' };
  return { username: user, clientId: clientId ?? user };
}

export const needsTopic = (action: Asking): boolean => action !== 'login' && action !== 'load';

export function sourcesOf({ broker, allowAnonymous, texts }: Asked): Sources {
  const files = Object.entries(texts).map(([file, text]) => [file, bytesOf(text)]);
  return { broker, allowAnonymous, files: Object.fromEntries(files) as Sources['files'] };
}

type Fields = Readonly<Record<string, unknown>>;

/** Which kind of value each key of a line has; others are not read. */
const KINDS = {
  rules: 'a string or null',
  dynsec: 'an object or null',
  passwordFile: 'a string or null',
  allowAnonymous: 'true or false',
  user: 'a string or null',
  clientid: 'a string or null',
  action: 'a string or null',
  topic: 'a string or null',
  broker: 'a string or null',
} as const;

/** Which keys bring the rules; these values are long, and mostly the same from line to line. */
export const RULE_KEYS: readonly (keyof typeof KINDS)[] = ['rules', 'dynsec'];

/** Reads a question from the value of a line. Answers a sentence when it is none. */
export function readQuestion(fields: unknown, defaults: Defaults): Asked | string {
  if (!isObject(fields)) return 'This line is JSON, but no object in { }.';
  return wrongField(fields) ?? question(fields, defaults);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongField(fields: Fields): string | undefined {
  const wrong = Object.entries(KINDS).find(
    ([key, kind]) => fields[key] !== undefined && !isOfKind(fields[key], kind),
  );
  return wrong && `"${wrong[0]}" has to be ${wrong[1]}.`;
}

function isOfKind(value: unknown, kind: (typeof KINDS)[keyof typeof KINDS]): boolean {
  switch (kind) {
    case 'a string or null':
      return typeof value === 'string' || value === null;
    case 'an object or null':
      return isObject(value) || value === null;
    case 'true or false':
      return typeof value === 'boolean';
  }
}

/** A line whose fields have the right kinds. */
interface Given {
  readonly rules?: string | null;
  readonly dynsec?: object | null;
  readonly passwordFile?: string | null;
  readonly allowAnonymous?: boolean;
  readonly user?: string | null;
  readonly clientid?: string | null;
  readonly action?: string | null;
  readonly topic?: string | null;
  readonly broker?: string | null;
}

function question(given: Given, defaults: Defaults): Asked | string {
  const word = given.action ?? undefined;
  const action = word === undefined ? defaults.action : actionNamed(word);
  if (!action) return `There is no action "${shortened(word)}"; there are ${ACTION_WORDS}.`;
  const version = given.broker ?? undefined;
  const broker = version === undefined ? defaults.broker : brokerNamed(version);
  if (!broker) {
    return `"${shortened(version)}" is no version of Mosquitto that is known here; say "2.0" or "2.1".`;
  }
  const topic = given.topic ?? undefined;
  if (topic === undefined && needsTopic(action)) return `To ${action}, a "topic" is needed.`;
  const user = given.user === undefined ? defaults.user : (given.user ?? undefined);
  const clientId = given.clientid === undefined ? defaults.clientId : (given.clientid ?? undefined);
  return {
    action,
    ...(topic !== undefined && { topic }),
    client: clientOf(user, clientId),
    broker,
    allowAnonymous: given.allowAnonymous ?? defaults.allowAnonymous,
    texts: {
      ...textOf('acl_file', given.rules, defaults),
      ...textOf('dynamic-security', given.dynsec && stateText(given.dynsec), defaults),
      ...textOf('password_file', given.passwordFile, defaults),
    },
  };
}

const stateTexts = new WeakMap<object, string>();

/** The same object, as it is handed out again for the same text, is written once. */
function stateText(state: object): string {
  const text = stateTexts.get(state) ?? JSON.stringify(state);
  stateTexts.set(state, text);
  return text;
}

/** The text of a file; null: none is configured. */
function textOf(file: LintedFile, given: string | null | undefined, { texts }: Defaults): Texts {
  const text = given === undefined ? texts[file] : (given ?? undefined);
  return text === undefined ? {} : { [file]: text };
}

function shortened(word = ''): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}
