import {
  becauseOf,
  clientSees,
  rulingText,
  type Explanation,
  type LintedFile,
  type Question as TopicQuestion,
  type Ruling,
  type Step,
} from '#domain/access';
import type { BrokerLine, BrokerVersion } from '#domain/mosquitto';
import type { Fault, Prepared } from './acl-policy.js';
import type { Question } from './acl-question.js';

/** What the broker's files are called in answers. */
export type FileNames = Readonly<Partial<Record<LintedFile, string>>>;

/** An answer in JSON; `allowed` is null when nothing can be said, and `error` says why. */
export interface Answer {
  readonly allowed: boolean | null;
  /** One or two sentences. */
  readonly because: string;
  /** The rule that decides. */
  readonly by?: RulingJson;
  readonly error?: string;
  /** The fault for which the broker would not take a file. */
  readonly problem?: FaultJson;
}

/** All that can be said, as the API says it. */
export interface FullAnswer extends Answer {
  readonly broker: BrokerLine;
  readonly otherwise?: { readonly allowed: boolean; readonly by: RulingJson };
  readonly sees: ReturnType<typeof clientSees>;
  readonly steps: readonly { readonly by: RulingJson; readonly outcome: Step['outcome'] }[];
}

/** What was asked, and what came of it. */
export interface Explained {
  readonly explanation: Explanation;
  readonly question: TopicQuestion;
  readonly broker: BrokerVersion;
  readonly names: FileNames;
}

/** A fault with the file as it is called. */
export type FaultJson = Omit<Fault, 'file'> & { readonly file: string };

/** A rule with its short text and the file in which it stands. */
export type RulingJson = Ruling & { readonly text: string; readonly file?: string };

export const noAnswer = (error: string): Answer => ({ allowed: null, because: error, error });

/** Why the broker's files give no answer. */
export function noAnswerFrom(fault: Fault, names: FileNames): Answer {
  return { ...noAnswer(faultText(fault, names)), problem: faultJson(fault, names) };
}

function faultText({ file, line, column, reason, consequence }: Fault, names: FileNames): string {
  const fault = `${names[file] ?? file}, line ${line}, column ${column}: ${reason}`;
  // Those of the plugin's state say themselves what comes of them.
  return file === 'dynamic-security' ? fault : `${fault} ${consequence}`;
}

function faultJson(fault: Fault, names: FileNames): FaultJson {
  return { ...fault, file: names[fault.file] ?? fault.file };
}

/** A question as the domain asks it. */
export function topicQuestion({ client, action, topic }: Question): TopicQuestion | undefined {
  return action === 'load' ? undefined : { client, action, topic: topic ?? '' };
}

/** Whether the broker starts with the files. */
export function loadAnswer({ policy, stops, fatal }: Prepared, names: FileNames): Answer {
  if (stops) return noAnswerFrom(stops, names);
  const starts = `Mosquitto ${policy.broker.line} starts with this`;
  const because = fatal ? `${starts}, but: ${faultText(fatal, names)}` : `${starts}.`;
  return { allowed: true, because };
}

export function fullAnswer({ explanation, question, broker, names }: Explained): FullAnswer {
  const { allowed, because, otherwise, trail } = explanation;
  return {
    broker: broker.line,
    allowed,
    because: becauseOf(explanation, question),
    by: rulingJson(because, names),
    ...(otherwise && {
      otherwise: { allowed: otherwise.allowed, by: rulingJson(otherwise.by, names) },
    }),
    sees: clientSees(explanation, question),
    steps: trail.map(({ by, outcome }) => ({ by: rulingJson(by, names), outcome })),
  };
}

export function rulingJson(by: Ruling, names: FileNames): RulingJson {
  const file = fileOf(by, names);
  return { ...by, text: rulingText(by), ...(file !== undefined && { file }) };
}

export function fileOf(by: Ruling, names: FileNames): string | undefined {
  if (by.kind === 'broker') return undefined;
  return names[by.kind === 'acl-line' ? 'acl_file' : 'dynamic-security'];
}
