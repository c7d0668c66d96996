import type { AffectedClient, Client, FlipGroup, Impact } from '#domain/access';
import { rulingJson, type FileNames } from './acl-answer.js';
import { counted, placedText, visible } from './acl-text.js';

/** So many of a kind are shown to people; JSON has them all. */
const MOST_SHOWN = 50;

/** What the files of each side are called. */
export interface Sides {
  readonly before: FileNames;
  readonly after: FileNames;
}

/** Which verdicts flip, for people: the sums, log-ins, and the flips by the rules behind them. */
export function impactText(impact: Impact, sides: Sides): string {
  const { groups, others, affected, gained, lost, unchanged } = impact;
  const logins = affected.filter(({ login }) => login !== undefined);
  const untold =
    (others?.flips ?? 0) + groups.slice(MOST_SHOWN).reduce((sum, { flips }) => sum + flips, 0);
  const lines = [
    `gained ${gained}, lost ${lost}, unchanged ${unchanged}: ${counted(impact.clients, 'client')} on ${counted(impact.topics, 'topic')}, publishing and receiving`,
    ...logins.slice(0, MOST_SHOWN).flatMap((one) => loginLines(one, sides)),
    ...more(logins.length - MOST_SHOWN, 'log-ins'),
    ...groups.slice(0, MOST_SHOWN).flatMap((group) => groupLines(group, sides)),
    ...more(untold, 'verdicts, by other rules'),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

/** The same in JSON, with the files in which the rules stand. */
export function impactJson({ groups, affected, ...impact }: Impact, { before, after }: Sides) {
  return {
    ...impact,
    groups: groups.map((group) => ({
      ...group,
      before: rulingJson(group.before, before),
      after: rulingJson(group.after, after),
    })),
    affected: affected.map(({ login, ...one }) => ({
      ...one,
      ...(login && {
        login: {
          ...login,
          before: rulingJson(login.before, before),
          after: rulingJson(login.after, after),
        },
      }),
    })),
  };
}

function loginLines({ client, login }: AffectedClient, sides: Sides): string[] {
  if (!login) return [];
  const { change, before, after } = login;
  return [
    '',
    `${change}: ${clientText(client)} logging in`,
    `  before: ${placedText(before, sides.before)}`,
    `  after:  ${placedText(after, sides.after)}`,
  ];
}

function groupLines(group: FlipGroup, sides: Sides): string[] {
  const { action, change, flips, clients, topics, before, after, examples } = group;
  const reach = `${counted(clients, 'client')}, ${counted(topics, 'topic')}`;
  return [
    '',
    `${change}: ${action}, ${counted(flips, 'verdict')} (${reach})`,
    `  before: ${placedText(before, sides.before)}`,
    `  after:  ${placedText(after, sides.after)}`,
    ...examples.map(({ client, topic }) => `  such as ${clientText(client)} on ${topic}`),
  ];
}

/** The username, and the client id where it is another. */
function clientText({ username, clientId }: Client): string {
  const id = clientId === (username ?? '') ? '' : ` (client id ${clientId})`;
  return `${username ?? 'anonymous'}${id}`;
}

const more = (count: number, what: string): string[] =>
  count > 0 ? ['', `… and ${count} more ${what}; --json has more of them`] : [];
