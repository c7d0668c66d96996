import {
  becauseOf,
  clientSees,
  explain,
  rulingKey,
  rulingText,
  type Client,
  type Explanation,
  type Policy,
  type Question,
  type Ruling,
  type Step,
} from '#domain/access';
import type { AccessClientDto, AnswerDto, QuestionDto, StepDto } from './api/explain.dto.js';
import type { RulingDto } from './api/ruling.dto.js';

/** Steps of one answer; of all answers to one request. */
const MOST_STEPS = 500;
const MOST_STEPS_IN_ALL = 20_000;

/** Answers questions about one policy. */
export class Answerer {
  private stepsLeft = MOST_STEPS_IN_ALL;

  constructor(private readonly policy: Policy) {}

  /** One after the other, with a rest after each. */
  *answers(questions: readonly QuestionDto[]): Generator<undefined, AnswerDto[]> {
    const answers: AnswerDto[] = [];
    for (const question of questions) {
      answers.push(this.answer(question));
      yield;
    }
    return answers;
  }

  answer({ action, topic = '', ...client }: QuestionDto): AnswerDto {
    const question = { client: clientOf(client), action, topic };
    const explanation = explain(this.policy, question);
    const { allowed, because, otherwise, trail } = explanation;
    const steps = chosen(trail, Math.min(MOST_STEPS, this.stepsLeft));
    this.stepsLeft -= steps.length;
    return {
      allowed,
      ...said(explanation, question),
      by: rulingView(because),
      ...(otherwise && {
        otherwise: { by: rulingView(otherwise.by), allowed: otherwise.allowed },
      }),
      steps,
      stepsLeftOff: trail.length - steps.length,
    };
  }
}

function said(explanation: Explanation, question: Question): Pick<AnswerDto, 'because' | 'sees'> {
  return {
    because: becauseOf(explanation, question),
    sees: clientSees(explanation, question),
  };
}

/** A client that names no id has that of its user, as most do. */
export function clientOf({ username, clientId }: AccessClientDto): Client {
  const isAnonymous = username === undefined || username === null || username === '';
  return isAnonymous ? { clientId: clientId ?? '' } : { username, clientId: clientId ?? username };
}

/** In their order; where they are too many, rather those that match. */
function chosen(trail: readonly Step[], most: number): StepDto[] {
  const steps = trail.length <= most ? trail : matchingFirst(trail, most);
  return steps.map(({ by, outcome }) => ({ by: rulingView(by), outcome }));
}

function matchingFirst(trail: readonly Step[], most: number): readonly Step[] {
  const matching = trail.filter((step) => !isIdle(step)).slice(0, most);
  const idle = trail.filter(isIdle).slice(0, most - matching.length);
  const kept = new Set([...matching, ...idle]);
  return trail.filter((step) => kept.has(step));
}

const isIdle = ({ outcome }: Step): boolean => outcome === 'no-match' || outcome === 'not-tried';

/** A rule as the API shows it. */
export function rulingView(by: Ruling): RulingDto {
  return { ...by, text: rulingText(by), key: rulingKey(by), ...fileOf(by) };
}

function fileOf({ kind }: Ruling): Pick<RulingDto, 'file'> {
  switch (kind) {
    case 'acl-line':
      return { file: 'aclFile' };
    case 'role-acl':
    case 'role-wildcards':
    case 'dynsec-default':
      return { file: 'dynsec' };
    case 'broker':
      return {};
  }
}
