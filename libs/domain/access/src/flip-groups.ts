import type { Deciders } from './deciders.js';
import type { DecisionList } from './decision-list.js';
import { FlipMemo } from './flip-memo.js';
import type { Client } from './policy.js';
import type { Pace } from './pace.js';
import { rulingKey, type Ruling } from './ruling.js';
import { countBits, countOnes, lowestBit, type Bits } from './topic-set.js';

/** How many verdicts flip, and of how many clients and topics they are. */
export interface FlipCount {
  readonly flips: number;
  readonly clients: number;
  readonly topics: number;
}

/** Verdicts that flip alike: the same rule has taken the place of the same other. */
export interface FlipGroup extends FlipCount {
  readonly action: 'publish' | 'receive';
  readonly change: 'gained' | 'lost';
  /** What decides before and after. */
  readonly before: Ruling;
  readonly after: Ruling;
  /** A few of them. */
  readonly examples: readonly { readonly client: Client; readonly topic: string }[];
}

/** What flips for a client and action. */
export interface Flips {
  readonly client: Client;
  readonly action: 'publish' | 'receive';
  readonly topics: Bits;
  /** What decides about them. */
  readonly before: DecidedBy;
  readonly after: DecidedBy;
}

interface DecidedBy {
  readonly list: DecisionList;
  readonly deciders: Deciders;
}

/** The ids of the rules behind the tests of two lists, as far as they are known. */
interface Ids {
  readonly before: (number | undefined)[];
  readonly after: (number | undefined)[];
}

/** A group while its flips are counted. */
interface Group {
  /** Nothing of the one for all that are too many. */
  readonly about: Pick<FlipGroup, 'action' | 'change' | 'before' | 'after'> | undefined;
  flips: number;
  clients: number;
  lastClient: Client | undefined;
  readonly topics: Bits;
  readonly examples: { client: Client; topic: string }[];
  /** How many more examples there may be of the last client. */
  wanted: number;
}

const MOST_GROUPS = 10_000;
/** For the bits of all groups; so there are fewer of them where there are many topics. */
const MOST_BYTES = 64_000_000;
const EXAMPLES = 5;
const EXAMPLES_OF_CLIENT = 3;
/** What a flip weighs against the simplest work. */
const WORK = 10;
/** More than there are rules. */
const RULES = 2 ** 24;

/** Counts flips by the rules that decide before and after. */
export class FlipGroups {
  readonly #groups = new Map<number, Group>();
  readonly #ids = new Map<string, number>();
  readonly #memo = new FlipMemo<Group>();
  readonly #most: number;
  #others: Group | undefined;

  /** `topics` by their numbers. */
  constructor(
    private readonly topics: readonly string[],
    private readonly pace: Pace,
  ) {
    const bytes = Math.max(1, topics.length / 8);
    this.#most = Math.max(1, Math.min(MOST_GROUPS, Math.floor(MOST_BYTES / bytes)));
  }

  *add(flips: Flips): Generator<undefined, void> {
    const ids: Ids = { before: [], after: [] };
    this.#memo.clear();
    for (let word = 0; word < flips.topics.length; word++) {
      this.#addWord(flips, ids, word);
      if (this.pace.isDue()) yield;
    }
  }

  /** Counts the flips of a word by the parts of it that the same two tests decide about. */
  #addWord(flips: Flips, ids: Ids, word: number): void {
    const { deciders: before } = flips.before;
    const { deciders: after } = flips.after;
    const flipped = flips.topics[word] ?? 0;
    if (flipped === 0) return;
    for (let old = before.first[word] ?? 0; old !== 0; old = before.next[old] ?? 0) {
      const was = before.tests[old] ?? 0;
      let left = (before.bits[old] ?? 0) & flipped;
      for (let now = after.first[word] ?? 0; now !== 0 && left !== 0; now = after.next[now] ?? 0) {
        const bits = left & (after.bits[now] ?? 0);
        if (bits === 0) continue;
        left ^= bits;
        const is = after.tests[now] ?? 0;
        const group =
          this.#memo.get(was, is) ?? this.#memo.set(was, is, this.#group(flips, ids, was, is));
        group.flips += countOnes(bits);
        group.topics[word] = (group.topics[word] ?? 0) | bits;
        if (group.wanted > 0) this.#example(group, word * 32 + lowestBit(bits));
        this.pace.spend(WORK);
      }
    }
  }

  #example(group: Group, number: number): void {
    const [client, topic] = [group.lastClient, this.topics[number]];
    group.wanted--;
    if (client !== undefined && topic !== undefined) group.examples.push({ client, topic });
  }

  /** The group of what the first test decided and the second does. */
  #group({ client, action, before, after }: Flips, ids: Ids, was: number, is: number): Group {
    const old = before.list[was];
    const now = after.list[is];
    if (old === undefined || now === undefined) throw new Error('No such test.');
    const oldId = (ids.before[was] ??= this.#id(old.by));
    const nowId = (ids.after[is] ??= this.#id(now.by));
    const change = now.then === 'allow' ? 'gained' : 'lost';
    const sort = (action === 'publish' ? 2 : 0) + (change === 'gained' ? 1 : 0);
    const key = (oldId * RULES + nowId) * 4 + sort;
    let group = this.#groups.get(key);
    if (group === undefined && this.#groups.size < this.#most) {
      group = this.#newGroup({ action, change, before: old.by, after: now.by });
      this.#groups.set(key, group);
    }
    group ??= this.#others ??= this.#newGroup(undefined);
    if (group.lastClient !== client) {
      group.lastClient = client;
      group.clients++;
      group.wanted = Math.min(EXAMPLES_OF_CLIENT, EXAMPLES - group.examples.length);
    }
    return group;
  }

  #id(by: Ruling): number {
    const key = rulingKey(by);
    const id = this.#ids.get(key) ?? this.#ids.size;
    this.#ids.set(key, id);
    return id;
  }

  #newGroup(about: Group['about']): Group {
    const topics = new Int32Array(Math.ceil(this.topics.length / 32));
    return { about, flips: 0, clients: 0, lastClient: undefined, topics, examples: [], wanted: 0 };
  }

  /** The largest first. `others`: all that were too many to be told apart. */
  result(): { readonly groups: readonly FlipGroup[]; readonly others?: FlipCount } {
    const groups: FlipGroup[] = [];
    for (const { about, examples, ...group } of this.#groups.values()) {
      if (about !== undefined) groups.push({ ...about, ...counted(group), examples });
    }
    groups.sort((a, b) => b.flips - a.flips);
    return { groups, ...(this.#others && { others: counted(this.#others) }) };
  }
}

function counted({
  flips,
  clients,
  topics,
}: Pick<Group, 'flips' | 'clients' | 'topics'>): FlipCount {
  return { flips, clients, topics: countBits(topics) };
}
