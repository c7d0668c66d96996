import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blocksOf, type Block } from './blocks.js';

export const ROOT = dirname(dirname(import.meta.dirname));

const { filesIn } = (await import(join(ROOT, 'tools/files.mjs'))) as {
  filesIn: (base: string, place: string) => string[];
};

/** Where documents lie, besides the repository's own folder. */
const PLACES = ['.github', 'apps', 'bench', 'deploy', 'docs', 'e2e', 'libs', 'tools'];

/** Every document of the product, as paths from the repository's folder. */
export const PAGES: readonly string[] = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'ROADMAP.md', 'SECURITY.md'],
  ...PLACES.flatMap((place) => filesIn(ROOT, place)).filter((file) => file.endsWith('.md')),
];

export const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Every fenced block of every document. */
export const BLOCKS: readonly Block[] = PAGES.flatMap((page) => blocksOf(page, textOf(page)));
