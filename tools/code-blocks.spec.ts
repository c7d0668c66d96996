import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { blocksOf, placeOf } from './documents/blocks.js';
import { EXEMPT_BLOCKS, exemptionOf } from './documents/exempt.js';
import { LANGUAGES } from './documents/languages.js';
import { shownOutput } from './documents/output.js';
import { BLOCKS, PAGES } from './documents/pages.js';
import { placeholders } from './documents/yaml-blocks.js';

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
  await placeholders(home.path);
});
afterAll(() => home.remove());

/** What is wrong with a text in a language, if anything. */
async function faultOf(language: string, text: string): Promise<string | undefined> {
  const check = LANGUAGES[language];
  if (!check) return `no block is in the language "${language}"`;
  try {
    await check(text, home.path);
    return undefined;
  } catch (error) {
    // What each check throws says what is wrong; that is what is asked for here.
    return error instanceof Error ? error.message : String(error);
  }
}

/** Compared with what is printed, in tools/document-commands.spec.ts. */
const output = new Set(
  PAGES.flatMap((page) => shownOutput(BLOCKS.filter((block) => block.page === page))).map(
    (shown) => shown.output,
  ),
);
const blocks = BLOCKS.filter((block) => !exemptionOf(block) && !output.has(block));

describe('each code block of the documents', () => {
  it.each(blocks.map((block) => [placeOf(block), block.language, block] as const))(
    '%s is %s',
    async (_, language, { text }) => {
      expect(await faultOf(language, text)).toBeUndefined();
    },
  );

  it('is found, in every document', () => {
    expect(PAGES).toEqual(
      expect.arrayContaining(['README.md', 'docs/access.md', 'deploy/mcm/README.md']),
    );
    expect(blocks.length).toBeGreaterThan(60);
  });

  it('is left out only for a reason that still holds', () => {
    const unused = EXEMPT_BLOCKS.filter(
      (entry) => !BLOCKS.some((block) => exemptionOf(block) === entry),
    );
    expect(unused).toEqual([]);
  });
});

describe('a code block with a fault', () => {
  it.each([
    ['', 'anything'],
    ['nonesuch', 'anything'],
    ['sh', 'if true; then'],
    ['yaml', 'http: { prot: 8080 }'],
    ['yaml', 'http: { port: eighty }'],
    ['yaml', 'http: [1'],
    ['yaml', 'services: { other: { ports: [1883] } }'],
    ['yaml', 'version: 1\nusers: [{ nam: ann }]'],
    ['yaml', 'apiVersion: v1\nkind: Pod'],
    ['yaml', 'scrape_configs: [{ metrics_path: /metrics }]'],
    ['yaml', 'text'],
    ['json', '{"a": 1,}'],
    ['js', 'const = 1;'],
    ['ts', 'const a: = 1;'],
    ['acl', 'user ann\ntopic reed a/#\n'],
    ['password_file', 'ann:$6$bad\n'],
    ['dynamic-security', '{"clients": 3}'],
    ['conf', 'log_dest\n'],
    ['conf', 'lisener 1883\n'],
    ['ini', 'User=mcm\n'],
    ['ini', '[Service]\nUser mcm\n'],
    ['http', 'FETCH / HTTP/1.1\n\n{}'],
    ['http', 'POST / HTTP/1.1\nHost\n\n{}'],
    ['http', 'POST / HTTP/1.1\n\n{'],
    ['csv', 'a,b\n1\n'],
    ['promql', 'rate(mcm_nonesuch_total[5m])'],
    ['promql', 'rate(mcm_broker_messages_total[5m]'],
  ])('is found: %s %j', async (language, text) => {
    expect(await faultOf(language, text)).toEqual(expect.any(String));
  });
});

describe('the fences of Markdown', () => {
  it('are read as CommonMark has them', () => {
    const text = [
      ...['# a', '```sh', 'one', '', '```', 'between', '~~~ json extra', '{', '```', '~~~'],
      ...[
        '- item',
        '',
        '  ```yaml',
        '  a:',
        '    b',
        '  ```',
        '````text',
        '```',
        '````',
        '```',
        'open',
      ],
    ].join('\n');
    expect(
      blocksOf('p', text).map(({ line, language, text: inside }) => [line, language, inside]),
    ).toEqual([
      [2, 'sh', 'one\n\n'],
      [7, 'json', '{\n```\n'],
      [13, 'yaml', 'a:\n  b\n'],
      [17, 'text', '```\n'],
      [20, '', 'open\n'],
    ]);
  });
});
