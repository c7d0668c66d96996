import { beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const MINUTE = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;
/** Minutes before now in which the broker was away, and in which MCM did not run. */
const AWAY = [9 * 60, 10 * 60] as const;
const NOT_RUNNING = [60 * 60, 68 * 60] as const;

const at = visit();
beforeAll(async () => {
  await at.site.stopMcm();
  keepSamples();
  await at.site.startMcm();
});

/** A week at a plant: 600 messages a minute, twice as many by day, up to now. */
function keepSamples(): void {
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const database = new DatabaseSync(join(at.site.home.path, 'mcm.db'));
  const insert = database.prepare(
    'INSERT OR REPLACE INTO broker_samples VALUES (?, ?, ?, ?, 0, 40, ?)',
  );
  const within = (minute: number, [from, to]: readonly [number, number]) =>
    minute > from && minute <= to;
  database.exec('BEGIN');
  for (let ago = WEEK_MINUTES + 60; ago > 0; ago -= 1) {
    if (within(ago, NOT_RUNNING)) continue;
    const time = now - ago * MINUTE + MINUTE / 2;
    const isAway = within(ago, AWAY);
    const hour = new Date(time).getUTCHours();
    const messages = isAway ? 0 : hour >= 6 && hour < 20 ? 1_200 : 600;
    const status = isAway ? 'disconnected' : 'connected';
    insert.run(time, status, messages, messages * 50, '{}');
  }
  database.exec('COMMIT');
  database.close();
}

const choice = (page: Page) => page.getByRole('radiogroup', { name: 'Traffic of the last' });
const messages = (page: Page, range: string) =>
  page.getByRole('img', { name: `Messages per second over ${range}: ` });
const payload = (page: Page, range: string) =>
  page.getByRole('img', { name: `Payload per second over ${range}: ` });
const drawn = (page: Page) =>
  page.getByRole('main').locator('mcm-rate-plot').filter({ hasText: 'Messages per second' });

describe('the charts of the overview', () => {
  it('show the last quarter of an hour until they are asked for more', async () => {
    const page = await at.desk.openLoggedIn('/overview');
    await messages(page, '15 min').waitFor();
    await choice(page).getByRole('radio', { name: '24 h' }).click();
    await messages(page, '24 h').waitFor();
    await payload(page, '24 h').waitFor();
    expect(new URL(page.url()).search).toBe('?range=24h');
    await choice(page).getByRole('radio', { name: '15 min' }).click();
    await messages(page, '15 min').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('show a day, with the time in which the broker was away as a gap', async () => {
    const page = await at.desk.openLoggedIn('/overview?range=24h');
    const name = await messages(page, '24 h').getAttribute('aria-label');
    expect(name).toContain('most 20.0/s');
    expect(await payload(page, '24 h').getAttribute('aria-label')).toContain('most 1 kB/s');
    await drawn(page)
      .getByText(/ (not observed|observed in part)$/)
      .waitFor();
    await isFineEverywhere(page);
  });

  it('show a week, also after a reload, and tell single values of it', async () => {
    const page = await at.desk.openLoggedIn('/overview?range=7d');
    await messages(page, '7 d').waitFor();
    await page.reload();
    await messages(page, '7 d').waitFor();
    expect(await choice(page).getByRole('radio', { name: '7 d' }).isChecked()).toBe(true);
    await messages(page, '7 d').focus();
    // Between nine and ten hours back.
    for (let half = 0; half < 20; half += 1) await page.keyboard.press('ArrowLeft');
    const value = /^\w{3},? \d{1,2} \d\d:[03]0 · (not observed|[12]0\.0\/s, observed in part)$/;
    await drawn(page).getByText(value).waitFor();
    await isFineEverywhere(page);
  });

  it('say in place why a range cannot be read, and try again', async () => {
    const page = await at.desk.openLoggedIn('/overview');
    await messages(page, '15 min').waitFor();
    await page.route('**/api/v1/broker/samples?*', (route) => route.abort());
    await choice(page).getByRole('radio', { name: '6 h' }).click();
    const failed = page.getByRole('alert').filter({ hasText: 'The traffic of the last 6 h' });
    await failed.waitFor();
    await isFineEverywhere(page);
    await page.unroute('**/api/v1/broker/samples?*');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await messages(page, '6 h').waitFor();
    expect(await failed.count()).toBe(0);
  });
});
