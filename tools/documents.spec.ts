import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine, namedCommands } from './documents/command-line.js';
import { PAGES, ROOT, textOf } from './documents/pages.js';

const below = (place: string, ending: string) =>
  readdirSync(join(ROOT, place)).filter((name) => name.endsWith(ending));

describe('the index of the documents', () => {
  const index = textOf('docs/README.md');

  it('has every page', () => {
    const pages = [
      ...below('docs', '.md').filter((name) => name !== 'README.md'),
      ...below('docs/integrations', '.md').map((name) => `integrations/${name}`),
      ...below('docs/reference', '.md').map((name) => `reference/${name}`),
    ];
    expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  });

  it('is what the README leads to', () => {
    expect(textOf('README.md')).toContain('](docs/README.md)');
  });
});

describe('the index of decisions', () => {
  it('has every record, under its number and its title’s page', () => {
    const index = textOf('docs/adr/README.md');
    const records = below('docs/adr', '.md').filter((name) => name !== 'README.md');
    expect(records.filter((name) => !index.includes(`[${name.slice(0, 4)}](${name})`))).toEqual([]);
    expect(records.length).toBeGreaterThan(20);
  });
});

describe('the pages', () => {
  it('say where to read on', () => {
    const pages = below('docs', '.md').filter((name) => name !== 'README.md');
    const readsOn = (name: string) => /^## See also\n\n.*\]\(/m.test(textOf(`docs/${name}`));
    expect(pages.filter((name) => !readsOn(name))).toEqual([]);
    expect(pages.length).toBeGreaterThan(15);
  });
});

describe('commands that are named in a text', () => {
  const cli = new CommandLine(textOf('docs/reference/cli.md'));
  const pages = PAGES.filter((page) => page !== 'docs/reference/cli.md');

  it.each(pages.filter((page) => namedCommands(textOf(page)).length > 0))(
    'exist, in %s',
    (page) => {
      const faults = namedCommands(textOf(page)).map((command) => [command, cli.faultOf(command)]);
      expect(faults.filter(([, fault]) => fault !== undefined)).toEqual([]);
    },
  );

  it.each([
    ['mcm acl', undefined],
    ['mcm server --config mcm.yaml', undefined],
    ['mcm access apply -f access.yaml', undefined],
    ['mcm user unlock <name>', undefined],
    ['mcm --help', undefined],
    ['mcm servr', 'there is no such command'],
    ['mcm acl explin', 'there is no such command'],
    ['mcm access apply --flie access.yaml', 'mcm access apply has no --flie'],
  ])('are looked at: %s', (command, fault) => {
    expect(cli.faultOf(command)).toBe(fault);
  });
});
