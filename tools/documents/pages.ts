import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blocksOf, type Block } from './blocks.js';

export const ROOT = dirname(dirname(import.meta.dirname));

const { pagesIn } = (await import(join(ROOT, 'tools/links.mjs'))) as {
  pagesIn: (base: string) => string[];
};

/** Every document of the product, as paths from the repository's folder. */
export const PAGES: readonly string[] = pagesIn(ROOT);

export const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Every fenced block of every document. */
export const BLOCKS: readonly Block[] = PAGES.flatMap((page) => blocksOf(page, textOf(page)));
