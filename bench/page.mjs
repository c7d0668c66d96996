/** Where the figures are kept for people: docs/performance.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const BEGIN = '<!-- The figures: written by `make bench`. Do not edit. -->';
const END = '<!-- The end of the figures. -->';

/** Puts the sections between the markers of the page, and leaves what people wrote around them. */
export async function writePage(file, sections) {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) {
    throw new Error(`${file} lacks the markers between which the figures stand:\n${BEGIN}\n${END}`);
  }
  const figures = [BEGIN, ...sections, END].join('\n\n');
  const text = page.slice(0, begin) + figures + page.slice(end + END.length);
  const options = { ...(await resolveConfig(file)), parser: 'markdown' };
  writeFileSync(file, await format(text, options));
}
