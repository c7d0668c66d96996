import { Asker, type Reason } from './asker.js';

/** May this client do this with that topic? */
export interface BrokerQuestion {
  readonly client: { readonly username?: string; readonly clientId: string };
  readonly action: 'publish' | 'receive' | 'subscribe' | 'unsubscribe';
  readonly topic: string;
}

/** `refused`: the broker did not let the client in, so that it could ask nothing. */
export type BrokerAnswer = 'allowed' | 'denied' | 'refused';

export interface Asking {
  readonly port: number;
  /** Everybody's password. */
  readonly password: string;
  /** A user that may publish to all topics that are asked about. */
  readonly sender: string;
  /**
   * Clients go on with sessions that the broker has kept, in which they are subscribed to what they are asked about.
   * Otherwise they subscribe themselves, which the rules must allow.
   */
  readonly subscribed?: boolean;
}

/** A client with what is asked about it. */
interface Party {
  readonly asker: Asker;
  readonly questions: readonly BrokerQuestion[];
}

const NOT_AUTHORIZED = 0x87;
/** Where the dynamic-security plugin takes commands: it answers faulty ones, too. */
const COMMANDS = '$CONTROL/dynamic-security/v1';
/** Somebody subscribes to it, or nobody does. */
const SENT: readonly Reason[] = [0, 0x10];

/**
 * What a broker really does: each question is put to it by the client that it is about, all of a kind at once.
 * Client ids are unlike each other. Answers come in the order of the questions.
 */
export async function putQuestions(
  questions: readonly BrokerQuestion[],
  asking: Asking,
): Promise<readonly BrokerAnswer[]> {
  const sender = await logIn({ clientId: '', username: asking.sender }, asking);
  if (sender.reason !== 0) throw new Error(`The sender was refused: ${sender.reason}`);
  const groups = Map.groupBy(questions, ({ client }) => JSON.stringify(client));
  const everybody = await Promise.all(
    [...groups.values()].map(async (own): Promise<Party> => {
      return { asker: await logIn(own[0]!.client, asking), questions: own };
    }),
  );
  const parties = everybody.filter(({ asker }) => asker.reason === 0);

  const answers = new Map<BrokerQuestion, BrokerAnswer>();
  try {
    await askAll(parties, 'publish', answers);
    await listen(parties, sender, asking, answers);
    await askAll(parties, 'subscribe', answers);
    await askAll(parties, 'unsubscribe', answers);
  } finally {
    for (const { asker } of everybody) asker.end();
    sender.end();
  }
  return questions.map((question) => answers.get(question) ?? 'refused');
}

function logIn({ clientId, username }: BrokerQuestion['client'], asking: Asking): Promise<Asker> {
  return Asker.connect(asking.port, {
    clientId,
    ...(username !== undefined && { username }),
    ...(username !== undefined && username !== '' && { password: asking.password }),
    ...(asking.subscribed && clientId !== '' && { keepSession: true }),
  });
}

async function askAll(
  parties: readonly Party[],
  action: 'publish' | 'subscribe' | 'unsubscribe',
  answers: Map<BrokerQuestion, BrokerAnswer>,
): Promise<void> {
  await Promise.all(
    parties.map(async ({ asker, questions }) => {
      const asked = questions.filter((question) => question.action === action);
      const reasons = await asker[action](asked.map(({ topic }) => topic));
      for (const [index, question] of asked.entries()) {
        answers.set(question, answerOf(reasons[index], question));
      }
    }),
  );
}

/** Reasons below 0x80 are successes of one kind or another. */
function answerOf(reason: Reason, question: BrokerQuestion): BrokerAnswer {
  if (reason === NOT_AUTHORIZED) return 'denied';
  if (reason !== undefined && reason < 0x80) return 'allowed';
  throw new Error(`${JSON.stringify(question)} was answered with ${reason}`);
}

/** Has the sender publish each topic once, and looks to whom it came. */
async function listen(
  parties: readonly Party[],
  sender: Asker,
  { subscribed }: Asking,
  answers: Map<BrokerQuestion, BrokerAnswer>,
): Promise<void> {
  const listening = parties.map(({ asker, questions }) => {
    return { asker, questions: questions.filter(({ action }) => action === 'receive') };
  });
  for (const { asker, questions } of listening) {
    await asker.received(); // what others published
    const topics = questions.map(({ topic }) => topic);
    const reasons = subscribed ? [] : await asker.subscribe([...new Set(topics)]);
    if (reasons.some((reason) => reason !== 0)) throw new Error(`subscribing: ${reasons.join()}`);
  }
  const topics = new Set(listening.flatMap((party) => party.questions.map(({ topic }) => topic)));
  await send(sender, [...topics]);
  for (const { asker, questions } of listening) {
    const heard = new Set(await asker.received());
    for (const question of questions) {
      answers.set(question, heard.has(question.topic) ? 'allowed' : 'denied');
    }
  }
}

/** The broker itself publishes its version, to each who subscribes; and the plugin its answers, to each command. */
async function send(sender: Asker, topics: readonly string[]): Promise<void> {
  const sent = topics
    .filter((topic) => topic !== '$SYS/broker/version')
    .map((topic) => (topic === `${COMMANDS}/response` ? COMMANDS : topic));
  const reasons = await sender.publish(sent);
  const refused = sent.filter((_, index) => !SENT.includes(reasons[index]));
  if (refused.length > 0) throw new Error(`The sender could not publish to ${refused.join(', ')}`);
}
