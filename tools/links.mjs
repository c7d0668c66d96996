/**
 * Follows every relative link of the repository's Markdown, also to a heading; exits 1 with those
 * that lead nowhere. Addresses of other sites are not asked.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from './files.mjs';
import { root } from './root.mjs';

const PLACES = ['.github', 'apps', 'bench', 'deploy', 'docs', 'e2e', 'libs', 'tools'];

/** Markdown without what only looks like a link: code, fenced or in a line, and comments. */
function prose(markdown) {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^ *(```+|~~~+)[\s\S]*?^ *\1 *$/gm, '')
    .replace(/`[^`\n]*`/g, '');
}

/** The anchors that a page offers: its headings, as GitHub writes them, and its own ids. */
function anchors(markdown) {
  const text = markdown.replace(/^ *(```+|~~~+)[\s\S]*?^ *\1 *$/gm, '');
  const headings = [...text.matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, title]) =>
    title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
  const ids = [...text.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id]) => id);
  return new Set([...headings, ...ids]);
}

/** The targets of a page's links and pictures. */
function targets(markdown) {
  const text = prose(markdown);
  const inline = text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*)?\)/g);
  const named = text.matchAll(/^ *\[[^\]]+\]:\s*<?([^\s>]+)/gm);
  const tags = text.matchAll(/\b(?:href|src|srcset)="([^"\s]+)/g);
  return [...inline, ...named, ...tags].map(([, target]) => target);
}

/** Every document below `base`, as paths from there. */
export function pagesIn(base) {
  const top = filesIn(base, '.').filter((file) => !file.includes(path.sep));
  return [...top, ...PLACES.flatMap((place) => filesIn(base, place))].filter((file) =>
    file.endsWith('.md'),
  );
}

/** `page: target` for each link below `base` that leads nowhere. */
export function brokenLinks(base) {
  return pagesIn(base).flatMap((page) =>
    targets(readFileSync(path.join(base, page), 'utf8'))
      .filter((target) => !/^[a-z][a-z+.-]*:|^\/\//i.test(target))
      .filter((target) => !leadsSomewhere(base, page, target))
      .map((target) => `${page}: ${target}`),
  );
}

function leadsSomewhere(base, page, target) {
  const [place, anchor] = decodeURI(target).split('#');
  const file = place === '' ? page : path.join(path.dirname(page), place);
  const full = path.join(base, file);
  if (file.startsWith('..') || !existsSync(full)) return false;
  if (!anchor || !file.endsWith('.md')) return true;
  return anchors(readFileSync(full, 'utf8')).has(anchor);
}

if (import.meta.main) {
  const broken = brokenLinks(root);
  for (const link of broken) console.error(link);
  if (broken.length > 0) process.exitCode = 1;
}
