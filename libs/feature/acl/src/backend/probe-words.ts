import type { ProbeAnswer } from '#link/broker';
import type { ProbeDto } from '../api/apply.dto.js';

type Action = 'login' | 'publish' | 'subscribe' | 'receive';

const ANONYMOUS = 'an anonymous client';
const VERBS: Readonly<Record<Action, string>> = {
  login: 'logs in',
  publish: 'publishes',
  subscribe: 'subscribes to',
  receive: 'receives',
};

/** `plc-7 publishes line2/cmd/start` */
export function questionWords(username: string | undefined, action: Action, topic: string): string {
  const who = username === undefined || username === '' ? ANONYMOUS : username;
  return action === 'login' ? `${who} ${VERBS.login}` : `${who} ${VERBS[action]} ${topic}`;
}

/** A question and what has to come of it. */
export interface Probe<Question> {
  readonly question: Question;
  readonly words: string;
  readonly wanted: 'allowed' | 'denied' | 'refused';
}

/** Those that were answered otherwise than wanted, in a sentence; nothing when there are none. */
export function contradiction(
  probes: readonly Probe<unknown>[],
  answers: readonly ProbeAnswer[],
): string | undefined {
  const wrong = probes.flatMap(({ words, wanted }, at) =>
    answers[at] === wanted ? [] : [`${words}: ${answers[at] ?? 'unanswered'}, wanted ${wanted}`],
  );
  const [first] = wrong;
  if (first === undefined) return undefined;
  return wrong.length === 1 ? `${first}.` : `${first}; and ${wrong.length - 1} more.`;
}

export function probeDto(
  { words, wanted }: Probe<unknown>,
  answer: ProbeAnswer | undefined,
): ProbeDto {
  const isKnown = answer !== undefined && answer !== 'unanswered';
  return { question: words, wanted, ...(isKnown && { answer }) };
}
