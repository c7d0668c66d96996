import fc from 'fast-check';
import type { Question } from '../src/explanation.js';
import { TOPIC_ACTIONS, type Client, type TopicAction } from '../src/policy.js';

/**
 * Random clients, topics and filters, out of few words so that they meet, and each word for something that the broker
 * reads in its own way.
 */
const USERNAMES = ['a', 'x/y', '$dev', '%c', 'ü😀', 'a+', ' ann'];
export const CLIENT_IDS = [
  'c1',
  'a',
  'a b',
  'd/1',
  '$dev',
  '%u',
  '%c',
  'b',
  'c#',
  '😀',
  '/',
  'ann',
  '',
];

/** The broker publishes this one itself, and whoever subscribes gets it at once. */
export const BROKERS_VERSION = '$SYS/broker/version';

/** Who asks is one of the case's clients, counted around; `%c` and `%u` in its topic stand for its names. */
export interface QuestionTemplate {
  readonly who: number;
  readonly action: TopicAction;
  readonly topic: string;
}

/** Mostly the same one, so that there is often something about it. */
export const username = fc.oneof(
  { weight: 5, arbitrary: fc.constant('ann') },
  { weight: 2, arbitrary: fc.constantFrom(...USERNAMES) },
);
const word = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom('a', 'a', 'a', 'b') },
  { weight: 4, arbitrary: fc.constantFrom('', '', 'ann', 'c1') },
  { weight: 1, arbitrary: fc.constantFrom('ü', '😀', 'a b', '$dev', '%', '%%u', 'A') },
);
/** Where a name is filled in: as a whole level, as a part of one, more than once. */
const withName = fc.constantFrom('%c', '%u', '%c', '%u', 'x%c', '%u%c', '%u-', '%u%u', '%c/%u');
const root = fc.constantFrom('$dev', '$dev', '$dev', '$dev', '$', '$SYS', '$SYSx', '$CONTROL');
const state = fc.constantFrom(
  '$SYS/broker/connection/a/state',
  '$SYS/broker/connection//state',
  '$SYS/broker/connection/a',
  '$SYS/broker/connection/a/state/b',
);

/** One time in so many; else undefined. */
export function oneIn<T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: 1, arbitrary },
    { weight: times - 1, arbitrary: fc.constant(undefined) },
  );
}

interface Weights {
  /** How often a level holds a name to fill in, against five of words. */
  readonly names: number;
  readonly wildcards: number;
}

function path({ names, wildcards }: Weights): fc.Arbitrary<string> {
  const level = fc.oneof(
    { weight: 5, arbitrary: word },
    { weight: names, arbitrary: withName },
    { weight: wildcards, arbitrary: fc.constant('+') },
  );
  const levels = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(level) },
    { weight: 3, arbitrary: fc.tuple(level, level) },
    { weight: 1, arbitrary: fc.tuple(level, level, level) },
  );
  return fc
    .tuple(oneIn(6, root), levels)
    .map(([first, rest]) => (first === undefined ? rest : [first, ...rest]).join('/'));
}

const topic = fc
  .oneof(
    { weight: 20, arbitrary: path({ names: 1, wildcards: 0 }) },
    { weight: 1, arbitrary: state },
  )
  .filter((text) => text !== '');

/** A valid filter; with `names`, some levels are filled in by the broker, or by the question. */
export function filters(names: number): fc.Arbitrary<string> {
  return fc
    .tuple(path({ names, wildcards: 4 }), fc.nat(9))
    .map(([start, end]) => (end === 0 ? '#' : end < 5 ? `${start}/#` : start))
    .filter((text) => text !== '');
}

const shared = fc
  .tuple(fc.constantFrom('g', 'a'), filters(1))
  .map(([group, filter]) => `$share/${group}/${filter}`);
/** No shared subscriptions by the specification, but Mosquitto 2.0.11 takes them. */
const oddlyShared = fc.constantFrom('$share/', '$share/g', '$share/g/', '$share//a', '$share/+/a');
/** Filters that are compared as they are written, too. */
export const writtenFilter = fc.constantFrom(...['a', '#', 'a/#', '+', '$share/g/a', '$dev/#']);
const subscription = fc.oneof(
  { weight: 6, arbitrary: filters(1) },
  { weight: 3, arbitrary: writtenFilter },
  { weight: 1, arbitrary: shared },
  { weight: 1, arbitrary: oddlyShared },
);
/** Control topics are sent by nobody, and `$share` is no topic. */
const receivable = fc.oneof(
  {
    weight: 30,
    arbitrary: topic.filter(
      (text) => !/^\$CONTROL|^\$SYS(?!\/broker\/connection\/[^/]*\/state$)/.test(text),
    ),
  },
  { weight: 1, arbitrary: fc.constant(BROKERS_VERSION) },
);
const publishable = fc.oneof(
  { weight: 20, arbitrary: topic },
  { weight: 1, arbitrary: fc.constantFrom('$share/g/a', '$sharex', '$SYS', '$CONTROL') },
);
const topicOf: Readonly<Record<TopicAction, fc.Arbitrary<string>>> = {
  publish: publishable,
  receive: receivable,
  subscribe: subscription,
  unsubscribe: subscription,
};

/** A template of a question; each action as often as `actions` names it. */
export function questions(
  actions: readonly TopicAction[] = TOPIC_ACTIONS,
): fc.Arbitrary<QuestionTemplate> {
  return fc.oneof(
    ...actions.map((action) =>
      fc.record({ who: fc.nat(3), action: fc.constant(action), topic: topicOf[action] }),
    ),
  );
}

const clientId = fc.constantFrom(...CLIENT_IDS, 'c1', 'b', 'c1', 'b');
export const anyClient: fc.Arbitrary<Client> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ username, clientId }) },
  { weight: 1, arbitrary: fc.record({ username: fc.constant(''), clientId }) },
  { weight: 1, arbitrary: fc.record({ clientId }) },
);

/** Clients of which no two have the same client id, so that they can be connected at the same time. */
export const clients: fc.Arbitrary<Client[]> = fc.uniqueArray(anyClient, {
  selector: (client) => client.clientId,
  minLength: 1,
  maxLength: 4,
  size: 'max',
});

export type TopicQuestion = Question & { readonly action: TopicAction };

/** The question of a template. A name that cannot stand in a topic is not filled in. */
export function questionOf(asked: readonly Client[], template: QuestionTemplate): TopicQuestion {
  const client = asked[template.who % asked.length] ?? { clientId: 'c1' };
  const fill = (text: string, sign: string, name: string | undefined) =>
    name === undefined || name === '' || /[+#]/.test(name) ? text : text.replaceAll(sign, name);
  const filled = fill(template.topic, '%c', client.clientId);
  return { client, action: template.action, topic: fill(filled, '%u', client.username) };
}
