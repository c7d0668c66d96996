import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exemptionOf } from './documents/exempt.js';
import { GROUNDS, type Ground } from './documents/grounds.js';
import { shownOutput, unlike } from './documents/output.js';
import { BLOCKS } from './documents/pages.js';
import { startPlant, type Plant } from './documents/plant.js';
import { runShell, type Failure } from './documents/shell.js';

let plant: Plant;
beforeAll(async () => {
  plant = await startPlant();
});
afterAll(() => plant.stop());

const pages = [
  ...new Set(BLOCKS.filter(({ language }) => language === 'sh').map(({ page }) => page)),
];
const blocksOf = (page: string) => BLOCKS.filter((block) => block.page === page);

const saysNo = ({ no = [] }: Ground, { command, code }: Failure) =>
  no.some(([expected, with_]) => command === expected && code === with_);

describe('the commands of the documents', () => {
  it.each(pages)('in %s do what it says', async (page) => {
    const ground = GROUNDS[page] ?? {};
    const blocks = blocksOf(page);
    await ground.before?.(plant);
    const { failures, printed } = await runShell(blocks, plant, ground);

    const unexpected = failures.filter((failure) => !saysNo(ground, failure));
    expect(
      unexpected.map((failure) => ({ ...failure, printed: printed.get(failure.line) })),
    ).toEqual([]);
    const said = failures.map(({ command }) => command);
    expect((ground.no ?? []).filter(([command]) => !said.includes(command))).toEqual([]);

    for (const { commands, output } of shownOutput(blocks.filter((block) => !exemptionOf(block)))) {
      const missing = unlike(output.text, printed.get(commands.line) ?? '');
      const { unprinted = [] } = ground;
      expect(
        missing.filter((line) => !unprinted.some(([start]) => line.startsWith(start))),
      ).toEqual([]);
    }
  });
});

describe('a command that fails', () => {
  const page = 'a.md';
  const run = (text: string) =>
    runShell([{ page, line: 1, section: 0, language: 'sh', text }], plant, {}).then(
      ({ failures }) => failures,
    );

  it.each([
    ['mcm no-such-command', 2],
    ['mcm acl lint /etc/mosquitto/nonesuch', 3],
    ['mosquitto_pub -t plant/a -m 1 -u nobody -P wrong', 5],
    ['curl -s http://127.0.0.1:8080/api/v1/status', 22],
    ['make nonesuch', 2],
    ['npm run nonesuch', 1],
    ['npx nonesuch', 1],
    ['node tools/check.mjs nonesuch', 1],
    ['docker compose logs nonesuch', 1],
    ['systemctl restart nonesuch', 1],
    ['chown mcm: /etc/mcm/nonesuch', 1],
    ['nonesuch', 127],
  ])('is found: %s', async (command, code) => {
    const [failure] = await run(`echo before\n${command}\n`);
    expect(failure).toMatchObject({ line: 1, code });
  });

  it('is found in a function, in a pipe and behind &&', async () => {
    const failures = await run('f() { false; }\nf\nfalse | true\ntrue && false\n');
    expect(failures.length).toBeGreaterThanOrEqual(3);
  });
});

describe('output that a document shows', () => {
  it.each([
    ['MCM is at http://127.0.0.1:8080', 'x\nMCM is at http://127.0.0.1:43211\n', []],
    ['password: Kf7…', 'password: abc', ['password: Kf7…']],
    ['password: …', 'password: abc', []],
    ['a\nb', 'b', ['a']],
  ])('%j is compared with %j', (shown, printed, missing) => {
    expect(unlike(shown, printed)).toEqual(missing);
  });
});
