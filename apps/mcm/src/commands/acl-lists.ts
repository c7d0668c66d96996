import type { Client } from '#domain/access';
import { topicNameProblem } from '#domain/mqtt';
import { textOf } from '#domain/mosquitto';
import { nameOf, readInput } from './acl-input.js';
import { clientOf } from './acl-question.js';
import { FileError } from './command-error.js';

/** Stands for a client without a name. */
const ANONYMOUS = '-';

/** What of a list cannot be used, as a sentence with its place. */
export type Complaint = string;

/** One topic to a line. @throws FileError when it cannot be read or has none */
export async function readTopics(path: string): Promise<{
  readonly topics: readonly string[];
  readonly complaint?: Complaint;
}> {
  const lines = await readList(path, 'topic');
  const wrong = lines.filter(({ text }) => topicNameProblem(text) !== undefined);
  const [first] = wrong;
  const topics = lines.map(({ text }) => text);
  if (!first) return { topics };
  const more = wrong.length === 1 ? '' : ` (and ${wrong.length - 1} more such lines)`;
  const problem = topicNameProblem(first.text) ?? '';
  return { topics, complaint: `${nameOf(path)}, line ${first.number}: ${problem}${more}` };
}

/**
 * One client to a line: the username, and after a tab the client id where that is another. For the username, `-` is a
 * client without one. @throws FileError when it cannot be read or has none
 */
export async function readClients(path: string): Promise<readonly Client[]> {
  const lines = await readList(path, 'user');
  return lines.map(({ text }) => {
    const tab = text.indexOf('\t');
    const user = tab === -1 ? text : text.slice(0, tab);
    return clientOf(
      user === ANONYMOUS ? undefined : user,
      tab === -1 ? undefined : text.slice(tab + 1),
    );
  });
}

interface ListLine {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
}

async function readList(path: string, what: string): Promise<readonly ListLine[]> {
  const lines = textOf(await readInput(path))
    .split(/\r?\n/)
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text !== '');
  if (lines.length > 0) return lines;
  throw new FileError(`${nameOf(path)} names no ${what}; one to a line is expected`);
}
