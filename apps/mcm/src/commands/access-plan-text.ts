import type {
  AccessDifferenceDto,
  AccessPlanDto,
  FileDifferenceDto,
  HunkDto,
  ImpactDto,
  TouchedClientsDto,
} from '#feature/acl';
import { counted, visible } from './acl-text.js';

/** So many of a kind are shown to people; JSON has more of them. */
const MOST_SHOWN = 50;

/** What applying the draft would do, for people. */
export function planText(plan: AccessPlanDto): string {
  const { base, version, risk, difference, impact, clients, findings, problems } = plan;
  return text([
    `plan: draft ${version} on revision ${base}`,
    `risk: ${risk.level}. ${risk.sentence}`,
    ...differenceLines(difference),
    ...section(
      'faults, for which it cannot be applied',
      problems.filter(({ effect }) => effect === 'refuses').map(({ reason }) => reason),
    ),
    ...(impact ? impactLines(impact) : []),
    ...clientLines(clients),
    ...section(
      'findings',
      findings.map(({ severity, message, rule }) => `${severity}: ${message} [${rule}]`),
    ),
    ...section('what MCM itself would lose', plan.lockout),
    ...section('why it cannot be applied now', plan.obstacles),
  ]);
}

/** Exactly what is different. */
export function differenceText(difference: AccessDifferenceDto): string {
  return text(differenceLines(difference));
}

/** Lines as they are printed: without what commands a terminal. */
export function text(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line)}\n`).join('');
}

/** A heading and what stands below it; nothing when that is nothing. */
export function section(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const left = lines.length - MOST_SHOWN;
  return [
    ...['', `${heading}:`, ...lines.slice(0, MOST_SHOWN).map((line) => `  ${line}`)],
    ...(left > 0 ? [`  … and ${left} more`] : []),
  ];
}

function differenceLines(difference: AccessDifferenceDto): string[] {
  const { aclFile, passwordFile, users, usersLeftOff, commands, commandsLeftOff } = difference;
  const named = users.map(({ username, change }) => `${USER_SIGNS[change]} ${username}`);
  const sent = commands.map(({ text, disconnects }) =>
    disconnects.length === 0 ? text : `${text} (disconnects ${disconnects.join(', ')})`,
  );
  return [
    ...(aclFile ? fileLines(aclFile) : []),
    ...section(passwordFile === undefined ? 'users' : `users in ${passwordFile}`, [
      ...named,
      ...leftOff(usersLeftOff),
    ]),
    ...section('commands to the plugin', [...sent, ...leftOff(commandsLeftOff)]),
  ];
}

const USER_SIGNS = {
  created: '+ new user',
  deleted: '- deleted:',
  password: '~ another password:',
  disabled: '~ kept from logging in:',
  enabled: '~ let in again:',
} as const;

function fileLines({ path, added, removed, hunks, hunksLeftOff }: FileDifferenceDto): string[] {
  return [
    '',
    `${path}: ${counted(added, 'line')} added, ${removed} removed`,
    ...hunks.flatMap(hunkLines),
    ...leftOff(hunksLeftOff, 'place'),
  ];
}

const LINE_SIGNS = { same: ' ', added: '+', removed: '-' } as const;

function hunkLines({ lines }: HunkDto): string[] {
  const [before, after] = (['before', 'after'] as const).map(
    (side) => lines.find((line) => line[side] !== undefined)?.[side] ?? 0,
  );
  return [
    `@@ -${before} +${after} @@`,
    ...lines.map(({ kind, text: line }) => `${LINE_SIGNS[kind]}${line}`),
  ];
}

const leftOff = (count: number, what?: string): string[] =>
  count > 0
    ? [`… and ${what === undefined ? `${count} more` : counted(count, `more ${what}`)}`]
    : [];

function impactLines(impact: ImpactDto): string[] {
  const { gained, lost, clients, topics, groups, groupsLeftOff, affected } = impact;
  const known = `${counted(clients, 'known client')} and ${counted(topics, 'observed topic')}`;
  const logins = affected.flatMap(({ client, login }) =>
    login ? [`${login.change}: ${nameOf(client)} logging in`] : [],
  );
  const uses = groups.map((group) => {
    const [example] = group.examples;
    const such = example ? `, such as ${nameOf(example.client)} on ${example.topic}` : '';
    return `${group.change}: ${group.flips} of ${group.action}${such}`;
  });
  if (gained === 0 && lost === 0 && logins.length === 0) {
    return ['', `impact: none on ${known}`];
  }
  const heading = `impact on ${known}: ${lost} lost, ${gained} gained`;
  return section(heading, [...logins, ...uses, ...leftOff(groupsLeftOff)]);
}

function clientLines({ known, clients, clientsLeftOff, connected }: TouchedClientsDto): string[] {
  if (!known && clients.length === 0) {
    return [
      '',
      'clients: not known; the broker does not tell MCM who subscribes (log_dest topic, log_type subscribe)',
    ];
  }
  const touched = clients.map(
    ({ effect, detail, filters, ...client }) =>
      `${effect}: ${nameOf(client)}: ${detail}${filters.length > 0 ? ` (${filters.join(', ')})` : ''}`,
  );
  return section(`of ${counted(connected, 'connected client')}`, [
    ...touched,
    ...leftOff(clientsLeftOff),
  ]);
}

/** The username, and the client id where it is another. */
function nameOf({ username, clientId }: { username?: string; clientId: string }): string {
  const id = clientId === (username ?? '') ? '' : ` (client id ${clientId})`;
  return `${username ?? 'anonymous'}${id}`;
}
