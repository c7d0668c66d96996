import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Seat } from './desk.js';
import { ask, tokenOf } from './people.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const at = visit({}, 'plugin');
const seat: Seat = { still: true };

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function edit<T>(path: string, body: object): Promise<T> {
  return ask<T>(at.site, `/api/v1${path}`, await tokenOf(at.site), { method: 'POST', body });
}

it('the plugin’s changes are read as lines or as commands, applied, and hold for a real client', async () => {
  const { password } = await edit<{ password: string }>('/mqtt-users', { username: 'press-9' });
  const filter = { topicFilter: 'line1/press/#' };
  await edit('/acls', { principal: 'press-9', permission: 'write', ...filter });
  const page = await at.desk.openLoggedIn('/changes', seat);
  const lines = region(page, 'What changes in the plugin’s state');
  await lines.getByText('client press-9').first().waitFor();
  await lines.getByText('publishClientSend line1/press/#').waitFor();
  await isFineEverywhere(page);
  await page.getByRole('radio', { name: 'Commands' }).click();
  const commands = region(page, 'Commands as they are sent');
  await commands.getByText('createClient username=press-9').waitFor();
  expect(await commands.innerText()).not.toContain(password);
  expect(new URL(page.url()).searchParams.get('view')).toBe('commands');
  await isFineEverywhere(page);

  await page.getByRole('button', { name: 'Apply …' }).click();
  await page
    .getByRole('dialog')
    .getByText(/to the plugin$/)
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click();
  await region(page, 'Applied').getByText('Commands sent').waitFor();
  const press = await at.site.broker.connect({ username: 'press-9', password });
  await press.publishAsync('line1/press/9', 'x', { qos: 1 });
  await expect(press.publishAsync('line2/a', 'x', { qos: 1 })).rejects.toMatchObject({
    code: 0x87,
  });
});
