import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '#testing';
import type { Page } from 'playwright-core';
import { row } from './tree.js';
import { visit } from './visit.js';

const TOPICS = 100_000;
const PER_SECOND = 20_000;
/** A person feels what blocks the page for longer than this as a hitch. */
const HITCH_MS = 100;
/** The machine may be busy with something else for a while; what hitches by itself does so each time. */
const TRIES = 6;

const at = visit();
let publisher: ChildProcess;

beforeAll(() => {
  const script = fileURLToPath(new URL('../bench/flood.mjs', import.meta.url));
  const wish = { port: at.site.broker.port, topics: TOPICS, payloadBytes: 32, rate: PER_SECOND };
  publisher = fork(script, [JSON.stringify(wish)], { stdio: 'ignore' });
});
afterAll(() => {
  publisher.kill();
});

interface Scrolled {
  /** Milliseconds. */
  readonly longestTask: number;
  readonly frames: number;
  readonly rows: number;
}

/** Counts frames and finds the longest task, in the page. */
const SPY = `(() => {
  let longestTask = 0, frames = 0, on = true;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  tasks.observe({ entryTypes: ['longtask'] });
  const frame = () => { frames++; if (on) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  globalThis.spied = () => {
    on = false;
    tasks.disconnect();
    return { longestTask, frames };
  };
})()`;

/** Scrolls down and up again as a wheel does; a row of the list is hovered. */
async function scroll(page: Page, rows: string): Promise<Scrolled> {
  await page.locator(rows).first().hover();
  await page.evaluate(SPY);
  let most = 0;
  for (let turn = 0; turn < 80; turn++) {
    await page.mouse.wheel(0, turn < 50 ? 700 : -900);
    most = Math.max(most, await page.locator(rows).count());
  }
  const spied = await page.evaluate<{ longestTask: number; frames: number }>('spied()');
  return { ...spied, rows: most };
}

/** Scrolls until once nothing hitched; what the last time was like. */
async function scrollSmoothly(page: Page, rows: string): Promise<Scrolled> {
  let seen = await scroll(page, rows);
  for (let i = 1; i < TRIES && seen.longestTask > HITCH_MS; i++) seen = await scroll(page, rows);
  return seen;
}

describe('the topics page, with 100,000 topics and 20,000 messages a second behind it', () => {
  it('scrolls the tree without a hitch, and holds no more rows than the screen', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await page.getByText(`${TOPICS.toLocaleString('en-GB')} topics`).waitFor();
    await row(page, 'factory').click();
    await row(page, 'factory/hall-000000').click();
    await row(page, 'factory/hall-000000/sensor-001').waitFor();
    const { longestTask, frames, rows } = await scrollSmoothly(page, '[role=treeitem]');
    expect(longestTask).toBeLessThanOrEqual(HITCH_MS);
    expect(frames).toBeGreaterThan(10);
    expect(rows).toBeLessThan(80);
  });

  it('scrolls a list of all topics without a hitch, asking for pages as they come near', async () => {
    const page = await at.desk.openLoggedIn('/topics?sort=messages');
    await page.locator('[role=option]').nth(10).waitFor();
    const { longestTask, rows } = await scrollSmoothly(page, '[role=option]');
    expect(longestTask).toBeLessThanOrEqual(HITCH_MS);
    expect(rows).toBeLessThan(80);
  });

  it('shows new values in the rows in sight, and stands still when it is told to', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=hall-000123%2Fsensor-0&mode=contains');
    const first = page.locator('[role=option]').first();
    await first.waitFor();
    // Each topic gets a message every five seconds.
    const since = async () => {
      const foot = `document.querySelector('mcm-topics-foot').textContent`;
      const said = await page.evaluate<string>(foot);
      const [, count = '0'] = /Paused: ([\d,]+) messages? since/.exec(said) ?? [];
      return Number(count.replaceAll(',', ''));
    };
    await page.getByRole('button', { name: 'Pause' }).click();
    // By then what was on its way when it was paused is drawn.
    await until(async () => (await since()) > 0);
    const [before, count] = [await page.locator('[role=listbox]').innerText(), await since()];
    await until(async () => (await since()) > count);
    expect(await page.locator('[role=listbox]').innerText()).toBe(before);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
  });
});
