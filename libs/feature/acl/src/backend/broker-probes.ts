import { randomBytes } from 'node:crypto';
import { explain, type Policy } from '#domain/access';
import { passwordChanges, PROBE_USER, probeTopic } from '#domain/change';
import { textOf } from '#domain/mosquitto';
import { askBroker, BrokerUnreachable, type ProbeQuestion } from '#link/broker';
import type { BrokerTarget } from '#link/observer';
import type { NumberedContent } from './revision-content.js';
import { StepFailed, type Telling } from './access-change.js';
import { isOwnPassword } from './own-password.js';
import { contradiction, probeDto, questionWords, type Probe } from './probe-words.js';

/** Between two looks, at first and at last: most brokers have reloaded at once. */
const LOOK_MS = { first: 10, last: 100 };
const ANSWER_MS = 5_000;
/** How long a broker may take to answer a log-in, so that a change is begun at all. */
const ALIVE_MS = 2_000;

/** A content of the broker's access with the policy that comes of it. */
export interface ProvenSide {
  readonly content: NumberedContent;
  readonly policy: Policy;
}

export type BrokerProbe = Probe<ProbeQuestion>;

/** Whether the broker answers at all: that it lets MCM in, or that it does not. @throws BrokerUnreachable */
export async function requireAnswer({ username, password, ...place }: BrokerTarget): Promise<void> {
  const client = {
    clientId: clientId(),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
  await askBroker(place, [{ client, action: 'login', topic: '' }], { timeoutMs: ALIVE_MS });
}

/**
 * What proves on the real broker that one content is in force and the other is not: only the probe's own account and
 * topics are used, and MCM's own log-in.
 */
export async function brokerProbes(
  is: ProvenSide,
  isNot: ProvenSide,
  own: BrokerTarget,
): Promise<readonly BrokerProbe[]> {
  const mcm = await ownProbe(is, isNot, own);
  return [...loginProbes(is, isNot), ...topicProbes(is, isNot), ...mcm];
}

const clientId = (): string => `mcm-probe-${randomBytes(6).toString('hex')}`;

function loginProbes({ content: { probe }, policy }: ProvenSide, isNot: ProvenSide): BrokerProbe[] {
  if (!checksPasswords(policy)) return [];
  const wrong = isNot.content.probe?.password;
  const refused = login(
    wrong === undefined ? randomBytes(9).toString('hex') : textOf(wrong.reveal()),
  );
  const probes: BrokerProbe[] = [
    { question: refused, words: `${PROBE_USER} logs in with another password`, wanted: 'refused' },
  ];
  if (probe) {
    const question = login(textOf(probe.password.reveal()));
    const words = questionWords(PROBE_USER, 'login', '');
    probes.unshift({ question, words, wanted: 'allowed' });
  }
  return probes;
}

const login = (password: string): ProbeQuestion => ({
  client: { username: PROBE_USER, password, clientId: clientId() },
  action: 'login',
  topic: '',
});

/** May the probe use the topics of its own revision, and not those of the other? As the rules say. */
function topicProbes({ content, policy }: ProvenSide, isNot: ProvenSide): BrokerProbe[] {
  const { probe } = content;
  if (!probe && checksPasswords(policy)) return [];
  const client = { ...accountOf(content), clientId: clientId() };
  const [own, other] = [content, isNot.content].map(({ number }) => probeTopic(number, 'alive'));
  const asked = [
    ['publish', own],
    // Nobody but the probe sends what is to be received, and it may not send on the topic of another revision.
    ...(probe ? [['receive', own] as const] : []),
    ['publish', other],
  ] as const;
  return asked.map(([action, topic = '']): BrokerProbe => {
    const { allowed } = explain(policy, { client, action, topic });
    const wanted = allowed ? 'allowed' : 'denied';
    return {
      question: { client, action, topic },
      words: questionWords(PROBE_USER, action, topic),
      wanted,
    };
  });
}

function accountOf({ probe }: NumberedContent) {
  return { username: PROBE_USER, ...(probe && { password: textOf(probe.password.reveal()) }) };
}

/** Does MCM itself get in as it should? Not where it is meant to lose that, or never had it. */
async function ownProbe(
  { content: { document }, policy }: ProvenSide,
  isNot: ProvenSide,
  { username, password }: BrokerTarget,
): Promise<BrokerProbe[]> {
  if (username === undefined) return [];
  const isFile = document.backend === 'file';
  // The plugin tells nobody whether it is the password that MCM has, and gives another one last of all.
  if (!isFile && passwordChanges(isNot.content.document, document).includes(username)) return [];
  const client = { username, clientId: clientId(), ...(password !== undefined && { password }) };
  const words = questionWords(username, 'login', '');
  const isKnown = isFile && policy.passwordFile !== undefined;
  const fits = !isKnown || (await isOwnPassword(document, username, password));
  const { allowed } = explain(policy, { client, action: 'login', topic: '' });
  const wanted = fits && allowed ? 'allowed' : 'refused';
  return [{ question: { client, action: 'login', topic: '' }, words, wanted }];
}

const checksPasswords = ({ passwordFile, dynsec }: Policy): boolean =>
  passwordFile !== undefined || dynsec !== undefined;

/** What is to be proven, and how long the broker may take for it. */
export interface Proof {
  readonly is: NumberedContent;
  readonly probes: readonly BrokerProbe[];
  /** 5 s when left out. */
  readonly answerMs?: number;
}

/**
 * Those that are answered at once, to see whether a content is in force by now. What is received comes 40 ms later
 * where the broker does not set TCP_NODELAY, by Nagle's algorithm: that is asked when it is to be proven.
 */
export function quickOf(probes: readonly BrokerProbe[]): readonly BrokerProbe[] {
  return probes.filter(({ question }) => question.action !== 'receive');
}

/** Puts the questions to the broker once. @throws StepFailed, BrokerUnreachable */
export async function prove(
  place: BrokerTarget,
  { is, probes, answerMs = ANSWER_MS }: Proof,
  telling: Telling,
  signal: AbortSignal,
): Promise<void> {
  const told = probes.map((probe) => probeDto(probe, undefined));
  telling.probes(told);
  const questions = probes.map(({ question }) => question);
  const answers = await askBroker(place, questions, {
    signal,
    timeoutMs: answerMs,
    sender: accountOf(is),
    onAnswer: (question, answer) => {
      const at = questions.indexOf(question);
      const probe = probes[at];
      if (probe) told[at] = probeDto(probe, answer);
      telling.probes([...told]);
    },
  });
  const wrong = contradiction(probes, answers);
  if (wrong !== undefined) throw new StepFailed(`The broker answers otherwise: ${wrong}`);
}

/** Puts them again and again until they are answered as wanted. @throws StepFailed after `patienceMs` */
export async function untilProven(
  attempt: () => Promise<void>,
  { patienceMs, signal }: { readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const late = Date.now() + patienceMs;
  for (let wait = LOOK_MS.first; ; wait = Math.min(2 * wait, LOOK_MS.last)) {
    signal.throwIfAborted();
    try {
      await attempt();
      return;
    } catch (error) {
      // The broker has not reloaded yet, or is busy with it; how long it takes nobody tells.
      if (!(error instanceof StepFailed) && !(error instanceof BrokerUnreachable)) throw error;
      if (Date.now() >= late) {
        const text = `The broker does not go by it after ${patienceMs / 1000} s. ${error.message}`;
        throw new StepFailed(text, { cause: error });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
