import { isUtf8 } from 'node:buffer';
import {
  becauseOf,
  compile,
  explain,
  type CompiledPolicy,
  type Explanation,
  type Question,
} from '#domain/access';
import {
  loadAnswer,
  noAnswer,
  noAnswerFrom,
  rulingJson,
  topicQuestion,
  type Answer,
  type FileNames,
} from './acl-answer.js';
import { readLines, type Line } from './acl-input.js';
import type { Output } from './acl-output.js';
import { preparePolicy, RULE_FILES, type Prepared } from './acl-policy.js';
import { readQuestion, RULE_KEYS, sourcesOf, type Asked, type Defaults } from './acl-question.js';
import { RepeatedJson } from './acl-repeated-json.js';

/** Enough for one write; more is written before the next lines are read. */
const ENOUGH = 256 * 1024;

/** The keys by which a question brings its files. */
const KEYS: FileNames = {
  acl_file: 'rules',
  'dynamic-security': 'dynsec',
  password_file: 'passwordFile',
};

/** How many lines were answered, and how many of them with neither true nor false. */
export interface Tally {
  readonly answers: number;
  readonly unanswered: number;
}

/** Answers each line that is not empty with one line, in their order. @throws FileError */
export async function answerAll(path: string, defaults: Defaults, output: Output): Promise<Tally> {
  const reading = new Reading(defaults);
  let [answers, unanswered, isFirst] = [0, 0, true];
  for await (const lines of readLines(path)) {
    let text = '';
    for (const read of lines) {
      const line = isFirst ? withoutMark(read) : read;
      isFirst = false;
      if (line && isBlank(line)) continue;
      const answer = reading.answer(line);
      answers++;
      if (answer.allowed === null) unanswered++;
      text += `${JSON.stringify(answer)}\n`;
      if (text.length < ENOUGH) continue;
      if (!(await output.write(text))) return { answers, unanswered };
      text = '';
    }
    if (text !== '' && !(await output.write(text))) break;
  }
  return { answers, unanswered };
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** Some editors begin a file with a byte order mark, which is no part of its first line. */
function withoutMark(line: Line): Line {
  const { length } = BYTE_ORDER_MARK;
  return line?.subarray(0, length).equals(BYTE_ORDER_MARK) ? line.subarray(length) : line;
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 32 || byte === 9);

/** What is remembered from line to line. */
class Reading {
  private readonly json = new RepeatedJson(RULE_KEYS);
  private readonly policies = new RecentPolicies();

  constructor(private readonly defaults: Defaults) {}

  answer(line: Line): Answer {
    if (!line) return noAnswer('This line is longer than 64 MB.');
    if (!isUtf8(line)) return noAnswer('This line is not UTF-8.');
    const asked = this.question(line);
    if (typeof asked === 'string') return noAnswer(asked);
    return answerTo(asked, this.policies.of(asked), namesFor(asked, this.defaults));
  }

  /** Answers a sentence when the line is no question. */
  private question(line: Buffer): Asked | string {
    try {
      return readQuestion(this.json.read(line), this.defaults);
    } catch (error) {
      // SyntaxError, or RangeError for what is nested too deep: only reading it shows what it is.
      if (error instanceof SyntaxError) return `This line is not JSON: ${error.message}`;
      if (error instanceof RangeError) return 'This line is nested too deep.';
      throw error;
    }
  }
}

function answerTo(asked: Asked, { prepared, compiled }: Ready, names: FileNames): Answer {
  const question = topicQuestion(asked);
  if (!question) return loadAnswer(prepared, names);
  if (prepared.fatal) return noAnswerFrom(prepared.fatal, names);
  const { client, action, topic } = question;
  if (action === 'login') {
    return shortAnswer(explain(prepared.policy, question), question, names);
  }
  const decision = compiled.deciding(client, action, topic);
  return shortAnswer({ ...decision, trail: [] }, question, names);
}

function shortAnswer(explanation: Explanation, question: Question, names: FileNames): Answer {
  const { allowed, because } = explanation;
  return { allowed, because: becauseOf(explanation, question), by: rulingJson(because, names) };
}

/** A file is called by its own name, or by the key under which the question brings it. */
function namesFor({ texts }: Asked, given: Defaults): FileNames {
  const names = RULE_FILES.map((file) => {
    const own = given.texts[file] === undefined || given.texts[file] !== texts[file];
    return [file, own ? KEYS[file] : given.names[file]];
  });
  return Object.fromEntries(names) as FileNames;
}

/** A policy made ready for questions, with the one for which it was. */
interface Ready {
  readonly asked: Asked;
  readonly prepared: Prepared;
  readonly compiled: CompiledPolicy;
}

/** Consecutive questions are mostly about the same rules, perhaps for two versions in turn. */
class RecentPolicies {
  private recent: readonly Ready[] = [];

  of(asked: Asked): Ready {
    const known = this.recent.find((one) => isSamePolicy(one.asked, asked));
    if (known) return known;
    const prepared = preparePolicy(sourcesOf(asked));
    const ready = { asked, prepared, compiled: compile(prepared.policy) };
    this.recent = [ready, ...this.recent.slice(0, 1)];
    return ready;
  }
}

function isSamePolicy(a: Asked, b: Asked): boolean {
  return (
    a.broker === b.broker &&
    a.allowAnonymous === b.allowAnonymous &&
    RULE_FILES.every((file) => a.texts[file] === b.texts[file])
  );
}
