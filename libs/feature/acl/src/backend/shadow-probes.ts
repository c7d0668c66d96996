import { explain, type Policy } from '#domain/access';
import { brokerVersion } from '#domain/mosquitto';
import { askBroker, type ProbeAnswer, type ProbeQuestion } from '#link/broker';
import { ShadowFailed, startShadowBroker, type ShadowBroker, type ShadowOptions } from '#link/host';
import type { ShadowQuestion } from '../apply/shadow-questions.js';
import { StepFailed, type Telling } from './access-change.js';
import { contradiction, probeDto, questionWords, type Probe } from './probe-words.js';

const ANSWER_MS = 20_000;

export interface ShadowTrial extends ShadowOptions {
  /** What the rules are read from; the version is that of the shadow broker. */
  readonly policy: Policy;
  readonly questions: readonly ShadowQuestion[];
  /** Everybody's password, where log-ins need one. */
  readonly password?: string;
  /** Log-ins that are asked about with the real passwords. */
  readonly logins: readonly Probe<ProbeQuestion>[];
}

/** Has a broker of its own load the files and answer the questions. @throws StepFailed */
export async function tryOnShadow(
  trial: ShadowTrial,
  telling: Telling,
  signal: AbortSignal,
): Promise<void> {
  try {
    const shadow = await startShadowBroker(trial);
    try {
      telling.detail(detailOf(shadow.version, trial.policy));
      await question(shadow, trial, telling, signal);
    } finally {
      await shadow.stop();
    }
  } catch (error) {
    // ShadowFailed: this machine has no such broker, or it does not take the files.
    if (error instanceof ShadowFailed) throw new StepFailed(error.message, { cause: error });
    throw error;
  }
}

/** @throws StepFailed when it answers otherwise than it should */
async function question(
  shadow: ShadowBroker,
  trial: ShadowTrial,
  telling: Telling,
  signal: AbortSignal,
): Promise<void> {
  const probes = trial.questions.map((one) => probeOf(one, trial, shadow.version));
  const all = [...probes, ...trial.logins];
  const told = all.map((probe) => probeDto(probe, undefined));
  const onAnswer = (asked: ProbeQuestion, answer: ProbeAnswer) => {
    const at = all.findIndex((probe) => probe.question === asked);
    const probe = all[at];
    if (probe) told[at] = probeDto(probe, answer);
    telling.probes([...told]);
  };
  const how = { signal, timeoutMs: ANSWER_MS, sender: { place: shadow.open }, onAnswer };
  telling.probes(told);
  const asked = [probes, trial.logins].map((some) => some.map((probe) => probe.question));
  const answers = [
    ...(await askBroker(shadow.named, asked[0] ?? [], how)),
    ...(await askBroker(shadow.strict, asked[1] ?? [], how)),
  ];
  const wrong = contradiction(all, answers);
  if (wrong !== undefined) throw new StepFailed(`The shadow broker answers otherwise: ${wrong}`);
}

function detailOf(version: string, { broker }: Policy): string {
  const other =
    brokerVersion(version)?.line !== broker.line ? `; the real one is ${broker.line}` : '';
  return `Mosquitto ${version}, on a socket of its own${other}`;
}

function probeOf(
  { client, action, topic }: ShadowQuestion,
  { policy, password }: ShadowTrial,
  version: string,
): Probe<ProbeQuestion> {
  const read = { ...policy, broker: brokerVersion(version) ?? policy.broker };
  const isLetIn = explain(read, { client, action: 'login', topic: '' }).allowed;
  // Who is to receive something subscribes to it first.
  const needed = action === 'receive' ? (['subscribe', 'receive'] as const) : [action];
  const isAllowed = needed.every((one) => explain(read, { client, action: one, topic }).allowed);
  // With files, anybody may log in there by any name.
  const isRefused = policy.dynsec !== undefined && !isLetIn;
  const { username } = client;
  const asked = {
    ...client,
    ...(username !== undefined && password !== undefined && { password }),
  };
  return {
    question: { client: asked, action, topic },
    words: questionWords(username, action, topic),
    wanted: isRefused ? 'refused' : isAllowed ? 'allowed' : 'denied',
  };
}
