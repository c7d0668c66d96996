import { changedTests } from './changed-tests.js';
import { decisionList, named } from './decide.js';
import { Deciders } from './deciders.js';
import { explain, isUnfit } from './explain.js';
import { FlipGroups, type FlipCount, type FlipGroup } from './flip-groups.js';
import { completed, Pace } from './pace.js';
import type { Client, Policy } from './policy.js';
import type { Ruling } from './ruling.js';
import { isTopicName } from './topic-name.js';
import { countBits, TopicSets, type Bits } from './topic-set.js';
import { TopicTree } from './topic-tree.js';
import { Verdicts } from './verdicts.js';

/** What becomes different when one policy takes the place of another. */
export interface Impact {
  /** How many of them there are, each counted once. */
  readonly clients: number;
  readonly topics: number;
  /** Verdicts about publishing and receiving: two for each client and topic. */
  readonly gained: number;
  readonly lost: number;
  readonly unchanged: number;
  /** The flips by the rules behind them, the largest group first; up to 10,000 of them, fewer for many topics. */
  readonly groups: readonly FlipGroup[];
  /** Those in no group, when there are too many. */
  readonly others?: FlipCount;
  /** The clients for whom something flips, in the order in which they were given. */
  readonly affected: readonly AffectedClient[];
}

export interface AffectedClient {
  readonly client: Client;
  /** How many topics. */
  readonly publish: Flipped;
  readonly receive: Flipped;
  /** Whether logging in flips, given the right password. */
  readonly login?: LoginFlip;
}

export interface Flipped {
  readonly gained: number;
  readonly lost: number;
}

export interface LoginFlip {
  readonly change: 'gained' | 'lost';
  readonly before: Ruling;
  readonly after: Ruling;
}

/**
 * Which verdicts flip, as {@link explain} gives them, for each client and topic: publishing, receiving, and each
 * client's log-in. Subscribing is left out, because topics are names and not filters; what a subscription brings is in
 * the verdicts about receiving. Clients and topics that are given twice count once.
 */
export function impact(
  before: Policy,
  after: Policy,
  clients: Iterable<Client>,
  topics: Iterable<string>,
): Impact {
  return completed(impactSteps(before, after, clients, topics));
}

/** The same in steps of a few milliseconds, between which a server can do other things. */
export function* impactSteps(
  before: Policy,
  after: Policy,
  clients: Iterable<Client>,
  topics: Iterable<string>,
): Generator<undefined, Impact> {
  const pace = new Pace();
  const malformed = new Set<string>();
  const tree = yield* TopicTree.of(topicNames(topics, malformed), pace);
  const comparison = new PolicyComparison(before, after, tree, pace);
  const affected: AffectedClient[] = [];
  const asking = distinct(clients);
  for (const client of asking) {
    const found = yield* comparison.of(client);
    if (found !== undefined) affected.push(found);
    yield;
  }
  return {
    ...counted(asking.length, tree.topics.length + malformed.size, affected),
    ...comparison.groups.result(),
    affected,
  };
}

function counted(clients: number, topics: number, affected: readonly AffectedClient[]) {
  let gained = 0;
  let lost = 0;
  for (const { publish, receive } of affected) {
    gained += publish.gained + receive.gained;
    lost += publish.lost + receive.lost;
  }
  return { clients, topics, gained, lost, unchanged: clients * topics * 2 - gained - lost };
}

/** Those to which messages can be published; no policy allows anything about the others. */
function* topicNames(topics: Iterable<string>, others: Set<string>): Generator<string, void> {
  for (const topic of topics) {
    if (isTopicName(topic)) yield topic;
    else others.add(topic);
  }
}

function distinct(clients: Iterable<Client>): readonly Client[] {
  const known = new Map<string, Client>();
  for (const client of clients) {
    const key = JSON.stringify([client.username ?? '', client.clientId]);
    if (!known.has(key)) known.set(key, named(client));
  }
  return [...known.values()];
}

class PolicyComparison {
  readonly groups: FlipGroups;
  readonly #verdicts: Verdicts;
  readonly #decidersBefore: Deciders;
  readonly #decidersAfter: Deciders;

  constructor(
    private readonly before: Policy,
    private readonly after: Policy,
    tree: TopicTree,
    pace: Pace,
  ) {
    this.groups = new FlipGroups(tree.topics, pace);
    this.#verdicts = new Verdicts(new TopicSets(tree, pace), pace);
    const words = Math.ceil(tree.topics.length / 32);
    this.#decidersBefore = new Deciders(words);
    this.#decidersAfter = new Deciders(words);
  }

  /** Nothing when nothing flips. */
  *of(client: Client): Generator<undefined, AffectedClient | undefined> {
    if (isUnfit(client)) return undefined;
    const publish = yield* this.#flipped(client, 'publish');
    const receive = yield* this.#flipped(client, 'receive');
    const login = this.#login(client);
    if (login === undefined && publish === NONE && receive === NONE) return undefined;
    return { client, publish, receive, ...(login && { login }) };
  }

  *#flipped(client: Client, action: 'publish' | 'receive'): Generator<undefined, Flipped> {
    const old = decisionList(this.before, client, action);
    const now = decisionList(this.after, client, action);
    const changed = changedTests(old, now);
    if (changed.length === 0) return NONE;
    const verdicts = this.#verdicts;
    const touched = yield* verdicts.touched(changed);
    const might = yield* verdicts.allowed(old, touched, this.#decidersBefore);
    const may = yield* verdicts.allowed(now, touched, this.#decidersAfter);
    const topics = different(might, may);
    const flips = countBits(topics);
    if (flips === 0) return NONE;
    const before = { list: old, deciders: this.#decidersBefore };
    const after = { list: now, deciders: this.#decidersAfter };
    yield* this.groups.add({ client, action, topics, before, after });
    const gained = countBits(both(topics, may));
    return { gained, lost: flips - gained };
  }

  #login(client: Client): LoginFlip | undefined {
    const question = { client, action: 'login', topic: '' } as const;
    const old = explain(this.before, question);
    const now = explain(this.after, question);
    if (old.allowed === now.allowed) return undefined;
    const change = now.allowed ? 'gained' : 'lost';
    return { change, before: old.because, after: now.because };
  }
}

const NONE: Flipped = { gained: 0, lost: 0 };

function different(a: Bits, b: Bits): Bits {
  return a.map((word, at) => word ^ (b[at] ?? 0));
}

function both(a: Bits, b: Bits): Bits {
  return a.map((word, at) => word & (b[at] ?? 0));
}
