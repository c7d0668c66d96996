import { randomBytes } from 'node:crypto';
import { filterProblem, textProblem, topicNameProblem } from '#domain/mqtt';
import {
  ProbeClient,
  type ProbeAccount,
  type ProbeLogin,
  type Word,
} from './access-probe-client.js';
import { accountOf, type ProbePlace } from './access-probe-place.js';
import { BrokerUnreachable } from './errors.js';

const AT_ONCE = 20;
/** Mosquitto lets ten wait on a Unix socket while it is busy; the system refuses all others at once. */
const AT_ONCE_ON_A_SOCKET = 8;
const PATIENCE_MS = 30_000;
/** What is published where nobody is to receive it. */
const MARKER = 'mcm probe';

/** May this client do this? */
export interface ProbeQuestion {
  /**
   * Who is asked about logs in, and so ends the connection of another client with its id, and its session. One with
   * an empty id gets one from the broker.
   */
  readonly client: ProbeLogin;
  /** To publish publishes a message, not retained. */
  readonly action: 'login' | 'publish' | 'subscribe' | 'receive';
  /** A filter to subscribe to; for a log-in it means nothing. */
  readonly topic: string;
}

/**
 * `refused`: the broker did not let the client in. `unanswered`: it said neither yes nor no, or what was to be
 * received could not be sent. To receive, a client subscribes to the topic itself: where it may not, it is `denied`.
 */
export type ProbeAnswer = Word | 'refused';

/** Who sends what others are asked whether they receive it. */
export interface ProbeSender extends ProbeAccount {
  /** The place of the questions when left out. */
  readonly place?: ProbePlace;
}

export interface ProbeOptions {
  /** In the same place, with the account that it names, or else anonymous, when left out. */
  readonly sender?: ProbeSender;
  /** When aborted, the asking ends at once with its reason. */
  readonly signal?: AbortSignal;
  /** For all of it; 30 s when left out. */
  readonly timeoutMs?: number;
  readonly onAnswer?: (question: ProbeQuestion, answer: ProbeAnswer) => void;
}

/**
 * Has clients do what is asked about, and tells what the broker said, in the order of the questions. Names and topics
 * have to be such as go into a packet; else it throws a RangeError.
 * @throws BrokerUnreachable when the broker cannot be reached, ends a connection, or takes too long
 */
export async function askBroker(
  place: ProbePlace,
  questions: readonly ProbeQuestion[],
  options: ProbeOptions = {},
): Promise<readonly ProbeAnswer[]> {
  for (const question of questions) checkQuestion(question);
  const { signal, timeoutMs = PATIENCE_MS } = options;
  const stop = new AbortController();
  const end = () => stop.abort(signal?.reason);
  const timer = setTimeout(() => {
    stop.abort(new BrokerUnreachable(`The broker did not answer within ${timeoutMs / 1000} s.`));
  }, timeoutMs);
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  const asking = new Asking(place, options, stop);
  try {
    return await asking.ask(questions);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    await asking.close();
  }
}

type Pace = 'all at once' | 'one by one';

class Asking {
  readonly #place: ProbePlace;
  readonly #options: ProbeOptions;
  readonly #stop: AbortController;
  readonly #answers = new Map<ProbeQuestion, ProbeAnswer>();
  #sender: Promise<ProbeClient | 'refused'> | undefined;
  #sent = 0;

  constructor(place: ProbePlace, options: ProbeOptions, stop: AbortController) {
    this.#place = place;
    this.#options = options;
    this.#stop = stop;
  }

  async ask(questions: readonly ProbeQuestion[]): Promise<readonly ProbeAnswer[]> {
    const lanes = lanesOf(questions);
    const next = lanes[Symbol.iterator]();
    const work = async () => {
      // Each takes the next lane as soon as it is through with one.
      for (const lane of next) await this.#askLane(lane);
    };
    const atOnce = 'path' in this.#place ? AT_ONCE_ON_A_SOCKET : AT_ONCE;
    const workers = Array.from({ length: Math.min(atOnce, lanes.length) }, async () => {
      try {
        await work();
      } catch (error) {
        // The first failure ends all the others, which fail by that: only its own words count.
        this.#stop.abort(error);
      }
    });
    await Promise.all(workers);
    this.#stop.signal.throwIfAborted();
    return questions.map((question) => this.#answers.get(question) ?? 'unanswered');
  }

  async close(): Promise<void> {
    const sender = await this.#sender?.catch(() => undefined); // whoever wanted it was told
    if (sender instanceof ProbeClient) await sender.close();
  }

  /** Clients with the same id, one after the other: at once they would end each other's connections. */
  async #askLane(lane: Lane): Promise<void> {
    for (const questions of lane) {
      let left: readonly ProbeQuestion[] = questions;
      for (let pace: Pace = 'all at once'; isParty(left); pace = 'one by one') {
        left = await this.#askOnce(left, pace);
      }
    }
  }

  /** Over one connection; answers which questions are still to be asked. */
  async #askOnce(questions: Party, pace: Pace): Promise<readonly ProbeQuestion[]> {
    this.#stop.signal.throwIfAborted();
    const open = () => questions.filter((question) => !this.#answers.has(question));
    const client = await ProbeClient.open(this.#place, questions[0].client, this.#stop.signal);
    if (client === 'refused') {
      for (const question of questions) this.#answer(question, 'refused');
      return [];
    }
    try {
      await this.#askClient(client, questions, pace);
    } catch (error) {
      // Mosquitto 2.0.11 with max_queued_messages 0 ends the connection of a client whose message it denies, and
      // what else was on its way is lost.
      const isOver = pace === 'one by one' && open().length === questions.length;
      if (!(error instanceof BrokerUnreachable) || isOver) throw error;
    } finally {
      await client.close();
    }
    return open();
  }

  async #askClient(client: ProbeClient, questions: Party, pace: Pace): Promise<void> {
    const of = (action: ProbeQuestion['action']) =>
      questions.filter((question) => question.action === action);
    for (const question of of('login')) this.#answer(question, 'allowed');
    const publish = async (question: ProbeQuestion) => {
      this.#answer(question, await client.publish(question.topic, MARKER));
    };
    if (pace === 'all at once') await Promise.all(of('publish').map(publish));
    else for (const question of of('publish')) await publish(question);
    await this.#receive(client, of('receive'));
    // At last, since its filters bring messages that have to do with nothing here.
    const wanted = of('subscribe');
    const words = await client.subscribe(wanted.map(({ topic }) => topic));
    for (const question of wanted) this.#answer(question, words.get(question.topic));
  }

  async #receive(client: ProbeClient, questions: readonly ProbeQuestion[]): Promise<void> {
    if (questions.length === 0) return;
    const words = await client.subscribe(questions.map(({ topic }) => topic));
    const open = questions.filter((question) => {
      const word = words.get(question.topic);
      if (word !== 'allowed') this.#answer(question, word);
      return word === 'allowed';
    });
    const sent = await Promise.all(open.map(async (question) => this.#send(question)));
    await client.settled();
    for (const { question, payload, word } of sent) {
      if (word !== 'allowed') this.#answer(question, 'unanswered');
      else this.#answer(question, client.hasHeard(question.topic, payload) ? 'allowed' : 'denied');
    }
  }

  async #send(question: ProbeQuestion) {
    this.#sender ??= this.#openSender();
    const sender = await this.#sender;
    const payload = `${MARKER} ${randomBytes(6).toString('hex')} ${this.#sent++}`;
    const word =
      sender === 'refused' ? 'unanswered' : await sender.publish(question.topic, payload);
    return { question, payload, word };
  }

  #openSender(): Promise<ProbeClient | 'refused'> {
    const { place = this.#place, ...login } = this.#options.sender ?? {};
    return ProbeClient.open(place, { ...accountOf(place), ...login }, this.#stop.signal);
  }

  #answer(question: ProbeQuestion, answer: ProbeAnswer = 'unanswered'): void {
    this.#answers.set(question, answer);
    this.#options.onAnswer?.(question, answer);
  }
}

/** What is asked about one client. */
type Party = readonly [ProbeQuestion, ...ProbeQuestion[]];
/** Clients with the same id. */
type Lane = readonly Party[];

const isParty = (questions: readonly ProbeQuestion[]): questions is Party => questions.length > 0;

function lanesOf(questions: readonly ProbeQuestion[]): readonly Lane[] {
  const lanes = new Map<string, Map<string, [ProbeQuestion, ...ProbeQuestion[]]>>();
  for (const question of questions) {
    const { clientId, username, password } = question.client;
    const client = JSON.stringify([clientId, username, password]);
    // Whom the broker gives an id is in nobody's way.
    const id = clientId === '' ? client : clientId;
    const lane = lanes.get(id) ?? new Map<string, [ProbeQuestion, ...ProbeQuestion[]]>();
    lanes.set(id, lane);
    const party = lane.get(client);
    if (party) party.push(question);
    else lane.set(client, [question]);
  }
  return [...lanes.values()].map((lane) => [...lane.values()]);
}

function checkQuestion({ action, topic, client }: ProbeQuestion): void {
  const { clientId, username = '' } = client;
  const problem =
    textProblem(clientId, 'client id') ??
    textProblem(username, 'user name') ??
    (action === 'login' ? undefined : topicProblem(action, topic));
  if (problem !== undefined) throw new RangeError(problem);
}

function topicProblem(action: ProbeQuestion['action'], topic: string): string | undefined {
  return action === 'subscribe' ? filterProblem(topic) : topicNameProblem(topic);
}
