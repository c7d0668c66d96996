import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { licenceOf } from './licences.mjs';
import { root } from './root.mjs';

/** The package folder that a bundled file comes from, if it comes from one. */
function packageOf(file) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

/** Name, version, licence and the licence's text, as the package holds it. */
function notice(place) {
  const folder = path.join(root, place);
  const description = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  return [
    `${description.name} ${description.version}: ${licenceOf(description)}`,
    ...texts.map((name) => readFileSync(path.join(folder, name), 'utf8').trim()),
  ].join('\n\n');
}

/** The notices of every package of which `files` (paths in the repository) are part. */
export function notices(files) {
  const places = new Set(files.map(packageOf).filter((place) => place !== undefined));
  const known = [...places].filter((place) => existsSync(path.join(root, place, 'package.json')));
  return `${known
    .sort()
    .map(notice)
    .join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
