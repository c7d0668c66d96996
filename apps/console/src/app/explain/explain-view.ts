import { type Action, type Question, TOPIC_ACTIONS } from '#domain/access';
import { BROKER_LINES, type BrokerLine } from '#domain/mosquitto';

/** What is asked about: the files of the broker, or a text of one's own. */
export type Source = 'live' | 'draft';

/** The files that a draft can have in place of the broker’s. */
export const DRAFT_FILES = ['acl_file', 'dynamic-security'] as const;
export type DraftFile = (typeof DRAFT_FILES)[number];

/** All that the address says of the page. */
export interface ExplainView {
  readonly source: Source;
  /** Which file of the draft is worked on; absent for the one there is. */
  readonly file?: DraftFile;
  /** Empty for a client without a username. */
  readonly user: string;
  /** Absent while it is the same as the username. */
  readonly client?: string;
  readonly action: Action;
  readonly topic: string;
  /** As which version the broker decides; absent for the one that it is. */
  readonly broker?: BrokerLine;
  /** Which topics and which users the matrix shows: part of the name, or a filter. */
  readonly topics: string;
  readonly users: string;
  /** How many users of the matrix come before those that are shown. */
  readonly from: number;
}

/** What the address may say, as it comes. */
export type ExplainParams = Readonly<Partial<Record<keyof ExplainView, string>>>;

/** A member of the address and its value; `null` takes it out. */
export type ExplainChange = Readonly<Partial<Record<keyof ExplainView, string | number | null>>>;

export const ACTIONS = [...TOPIC_ACTIONS, 'login'] as const;

export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  publish: 'Publish',
  receive: 'Receive',
  subscribe: 'Subscribe',
  unsubscribe: 'Unsubscribe',
  login: 'Log in',
};

/** Reads the address; what is not a value there is as good as absent. */
export function readExplain(params: ExplainParams): ExplainView {
  const broker = BROKER_LINES.find((line) => line === params.broker);
  const from = Number(params.from ?? Number.NaN);
  const { client } = params;
  const file = DRAFT_FILES.find((name) => name === params.file);
  return {
    source: params.source === 'draft' ? 'draft' : 'live',
    ...(file !== undefined && { file }),
    user: params.user ?? '',
    ...(client !== undefined && client !== params.user && { client }),
    action: ACTIONS.find((name) => name === params.action) ?? 'publish',
    topic: params.topic ?? '',
    ...(broker !== undefined && { broker }),
    topics: params.topics ?? '',
    users: params.users ?? '',
    from: Number.isSafeInteger(from) && from > 0 ? from : 0,
  };
}

/** The question of the address; nothing while it names no topic. */
export function questionOf({
  user,
  client = user,
  action,
  topic,
}: ExplainView): Question | undefined {
  if (action === 'login') return { client: clientOf(user, client), action, topic: '' };
  return topic === '' ? undefined : { client: clientOf(user, client), action, topic };
}

export function clientOf(username: string, clientId: string): Question['client'] {
  return username === '' ? { clientId } : { username, clientId };
}

/** Whether the topic of an action may have wildcards. */
export function takesFilter(action: Action): boolean {
  return action === 'subscribe' || action === 'unsubscribe';
}
