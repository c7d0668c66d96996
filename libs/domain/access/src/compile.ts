import { ConditionIndex, type Conditions } from './condition-index.js';
import { decisionList, named } from './decide.js';
import type { DecisionList } from './decision-list.js';
import { commonTests, filledIn, rulesKey, type CommonTests, type Decision } from './decisions.js';
import { isMalformed, isUnfit } from './explain.js';
import type { LevelReader } from './level-reader.js';
import type { Client, Policy, TopicAction } from './policy.js';
import type { BrokerRule } from './ruling.js';

/** A policy made ready for many questions, with the answers of {@link explain}. */
export interface CompiledPolicy {
  decide(client: Client, action: TopicAction, topic: string): boolean;
  deciding(client: Client, action: TopicAction, topic: string): Decision;
}

/** Of the tests that are kept, together; about 50 MB. */
const MOST_TESTS = 100_000;
const LONG_NAME = 100;

/**
 * Makes a policy ready for hundreds of thousands of questions a second. What it has found out about a client it
 * keeps as long as there is room; clients with the same rules share them. Who wants to know about all topics is better served by {@link impact} and
 * {@link matrix}.
 */
export function compile(policy: Policy): CompiledPolicy {
  const kept = new KeptTests(policy);
  const deciding = (client: Client, action: TopicAction, topic: string): Decision => {
    const tests = kept.of(client, action);
    if (tests === undefined) return MALFORMED_NAME;
    const { index } = kept;
    const asked = index.ask(topic);
    if (!isPlain(asked) && isMalformed(action, topic, policy.broker)) return MALFORMED_TOPIC;
    const { conditions, decisions } = tests.common;
    const least = index.least(tests.filledIn, index.least(conditions, decisions.length));
    const decision = decisions[least];
    if (decision === undefined) throw new Error('A decision list without a last word.');
    return decision;
  };
  return {
    deciding,
    decide: (client, action, topic) => deciding(client, action, topic).allowed,
  };
}

/** Whether nothing can be wrong with a topic or filter, as with most, so that it need not be looked at again. */
function isPlain({ isPlain: plain, text }: LevelReader): boolean {
  return plain && text.length > 0 && text.length <= 200 && !text.startsWith('$share');
}

const MALFORMED_NAME = refusal('malformed-name');
const MALFORMED_TOPIC = refusal('malformed-topic');

function refusal(rule: BrokerRule): Decision {
  return { allowed: false, because: { kind: 'broker', rule } };
}

/** The tests for a client and action. */
interface Tests {
  readonly common: CommonTests;
  readonly filledIn: Conditions;
}

type TestsOfClient = Partial<Record<TopicAction, Tests>>;

/** What was made ready, as it was asked for; when it is too much, it is made anew. */
class KeptTests {
  index = new ConditionIndex();
  /** By username, then client id. */
  #clients = new Map<string, Map<string, TestsOfClient>>();
  /** By the rules that clients have. */
  #common = new Map<string, CommonTests>();
  #count = 0;

  constructor(private readonly policy: Policy) {}

  /** Nothing for a client whose names cannot be sent. */
  of(client: Client, action: TopicAction): Tests | undefined {
    return (
      this.#clients.get(client.username ?? '')?.get(client.clientId)?.[action] ??
      this.#make(named(client), action)
    );
  }

  #make(client: Client, action: TopicAction): Tests | undefined {
    if (isUnfit(client)) return undefined;
    if (this.#count > MOST_TESTS) this.#forget();
    const list = decisionList(this.policy, client, action);
    const own = filledIn(list);
    const tests = { common: this.#commonOf(list), filledIn: this.index.add(own) };
    const { username = '', clientId } = client;
    // Names are kept once, and once more in each test that they are filled into.
    this.#count += (1 + own.length) * (1 + (username.length + clientId.length) / LONG_NAME);
    const ofUser = this.#clients.get(username) ?? new Map<string, TestsOfClient>();
    this.#clients.set(username, ofUser);
    ofUser.set(clientId, { ...ofUser.get(clientId), [action]: tests });
    return tests;
  }

  #forget(): void {
    this.index = new ConditionIndex();
    this.#clients = new Map();
    this.#common = new Map();
    this.#count = 0;
  }

  #commonOf(list: DecisionList): CommonTests {
    const key = rulesKey(list);
    const known = this.#common.get(key);
    if (known !== undefined) return known;
    const made = commonTests(list, this.index);
    this.#count += list.length;
    this.#common.set(key, made);
    return made;
  }
}
