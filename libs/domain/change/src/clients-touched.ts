import { decisionList, explain, type Client, type DecisionList, type Policy } from '#domain/access';
import { TopicSearch } from './topic-search.js';

/** A client that is connected, and what it has subscribed to. */
export interface SubscribedClient extends Client {
  readonly subscriptions: readonly { readonly filter: string }[];
  /** Another broker: what passes it is not checked. */
  readonly isBridge?: boolean;
}

export type DisconnectCause =
  /** It may not log in any more. */
  | 'login'
  | 'password'
  /** The plugin disconnects clients whose rights are changed. */
  | 'command';

export interface ClientTouch<C extends SubscribedClient = SubscribedClient> {
  readonly client: C;
  /**
   * `keeps-subscription`: it could not subscribe to the filters any more, but is subscribed, and messages come;
   * `loses`, `gains`: subscriptions that bring less than before, or more.
   */
  readonly effect: 'disconnected' | 'keeps-subscription' | 'loses' | 'gains';
  /** Why it is disconnected. */
  readonly cause?: DisconnectCause;
  /** The subscriptions that this is about; all of them for `disconnected`. */
  readonly filters: readonly string[];
  /** For example: a topic whose messages still come, come no more, or come from now on. */
  readonly topic?: string;
}

/** A change of what the broker decides by. */
export interface PolicyChange {
  readonly before: Policy;
  readonly after: Policy;
  /** Users whose clients it disconnects though they may log in; by name, `''` for clients without one. */
  readonly disconnects: ReadonlyMap<string, 'password' | 'command'>;
}

/**
 * What a change does to clients that are connected, in steps of a few milliseconds. A client has an entry for each effect,
 * and none where nothing changes. That it comes back after it was disconnected is not looked at.
 */
export function* clientsTouched<C extends SubscribedClient>(
  clients: Iterable<C>,
  change: PolicyChange,
): Generator<undefined, readonly ClientTouch<C>[]> {
  const touches: ClientTouch<C>[] = [];
  for (const client of clients) {
    touches.push(...(yield* touchesOf(client, change)));
    yield;
  }
  return touches;
}

function* touchesOf<C extends SubscribedClient>(
  client: C,
  change: PolicyChange,
): Generator<undefined, readonly ClientTouch<C>[]> {
  const filters = client.subscriptions.map(({ filter }) => filter);
  const cause = causeOf(client, change);
  if (cause !== undefined) return [{ client, effect: 'disconnected', cause, filters }];
  if (client.isBridge === true) return [];
  const effects = new Map<ClientTouch['effect'], { filters: string[]; topic: string }>();
  const add = (effect: ClientTouch['effect'], filter: string, topic: string | undefined) => {
    if (topic === undefined) return;
    const { filters, ...rest } = effects.get(effect) ?? { filters: [], topic };
    effects.set(effect, { ...rest, filters: [...filters, filter] });
  };
  const comparison = new Comparison(client, change);
  for (const filter of filters) {
    const search = comparison.search(filter);
    if (comparison.losesSubscription(filter)) {
      add('keeps-subscription', filter, yield* search.comes());
    }
    add('loses', filter, yield* search.stops());
    add('gains', filter, yield* search.starts());
  }
  return [...effects].map(([effect, of]) => ({ client, effect, ...of }));
}

function causeOf(
  client: SubscribedClient,
  { before, after, disconnects }: PolicyChange,
): DisconnectCause | undefined {
  const login = { client, action: 'login', topic: '' } as const;
  // Who is connected though the files do not say so has come in by something that is not known here.
  if (explain(before, login).allowed && !explain(after, login).allowed) return 'login';
  return disconnects.get(client.username ?? '');
}

/** What one client may receive, before and after. */
class Comparison {
  readonly #before: DecisionList;
  readonly #after: DecisionList;

  constructor(
    private readonly client: Client,
    private readonly change: PolicyChange,
  ) {
    this.#before = decisionList(change.before, client, 'receive');
    this.#after = decisionList(change.after, client, 'receive');
  }

  search(filter: string): TopicSearch {
    return new TopicSearch(this.#before, this.#after, topicsOf(filter));
  }

  /** An acl_file never refuses a subscription; the plugin can. */
  losesSubscription(filter: string): boolean {
    const question = { client: this.client, action: 'subscribe', topic: filter } as const;
    const { before, after } = this.change;
    return explain(before, question).allowed && !explain(after, question).allowed;
  }
}

const SHARED = /^\$share\/[^/]*\/(.+)$/s;

/** A shared subscription brings what its filter selects (MQTT 5.0 section 4.8.2). */
const topicsOf = (filter: string): string => SHARED.exec(filter)?.[1] ?? filter;
