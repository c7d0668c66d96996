import { setTimeout as pause } from 'node:timers/promises';
import type { AccessApplyDto, AppliedStepDto, SurvivorsDto } from '#feature/acl';
import { section, text } from './access-plan-text.js';
import { NoAnswer, type Ask } from './asking.js';
import { CannotTell } from './command-error.js';
import type { Output } from './acl-output.js';
import { counted } from './acl-text.js';

const LOOK_EVERY_MS = 100;

/** Steps that have ended, in words. */
const STATES: Readonly<Record<string, string>> = {
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
};

/**
 * Tells each step of a change as it ends, and answers how it ended.
 * @param output absent: nothing is told
 * @throws CannotTell when the server is lost in the meantime
 */
export async function follow(
  ask: Ask,
  number: number,
  output: Output | undefined,
): Promise<AccessApplyDto> {
  const told = new Set<string>();
  for (;;) {
    const apply = await look(ask, number);
    for (const step of apply.steps) {
      if (STATES[step.state] === undefined || told.has(step.step)) continue;
      told.add(step.step);
      await output?.write(text([stepLine(step)]));
    }
    if (apply.state !== 'running' && apply.state !== 'restoring') return apply;
    await pause(LOOK_EVERY_MS);
  }
}

async function look(ask: Ask, number: number): Promise<AccessApplyDto> {
  try {
    return (await ask('GET', `/api/v1/access/applies/${number}`)) as AccessApplyDto;
  } catch (error) {
    // A server may be gone at any moment; the next one finishes or restores what it was at.
    if (!(error instanceof NoAnswer)) throw error;
    const how = 'MCM finishes or takes back what it was at when it starts again';
    throw new CannotTell(
      `the server was lost while it applied revision ${number}. ${how}: see mcm access history. ${error.message}`,
      { cause: error },
    );
  }
}

function stepLine({ step, state, ms, detail, probes }: AppliedStepDto): string {
  const took = ms === undefined ? '' : ` ${Math.round(ms)} ms`;
  const asked = probes.length > 0 ? `, ${counted(probes.length, 'question')}` : '';
  return `  ${step.padEnd(8)} ${STATES[state] ?? state}${took}${asked}${detail === undefined ? '' : `: ${detail}`}`;
}

/** How it ended, for people. */
export function outcomeText({ number, state, outcome, survivors }: AccessApplyDto): string {
  const said = outcome === undefined ? '' : ` ${outcome}`;
  return text([
    `revision ${number}: ${state}.${said}`,
    ...(survivors ? survivorLines(survivors) : []),
  ]);
}

function survivorLines({ clients, canDisconnect }: SurvivorsDto): string[] {
  const heading = canDisconnect
    ? 'clients that hold a subscription to which they have lost the right (the console disconnects them)'
    : 'clients that hold a subscription to which they have lost the right';
  return section(
    heading,
    clients.map(({ clientId, username, filters, stillReceives }) => {
      const name = username === undefined ? clientId : `${username} (client id ${clientId})`;
      const what = stillReceives ? 'still receives' : 'receives nothing by';
      return `${name}: ${what} ${filters.join(', ')}`;
    }),
  );
}
