import { setTimeout as pause } from 'node:timers/promises';

const WAIT_MS = 60_000;
const STEP_MS = 5;

/**
 * Waits until `condition` holds, asking every few milliseconds. After a minute (or `waitMs`) it throws what
 * `explain` says, so that a failed wait tells what was seen instead.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  explain: () => string = () => `not so: ${condition.toString()}`,
  waitMs = WAIT_MS,
): Promise<void> {
  const deadline = Date.now() + waitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${waitMs} ms in vain: ${explain()}`);
    await pause(STEP_MS);
  }
}
