/**
 * Exits 0 when node_modules holds what package-lock.json asks for, else 1 with the first difference.
 * Runs on any Node, because it decides whether the pinned one has to be installed.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function packages(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
}

/** The first difference in words, or nothing. */
function difference() {
  const wanted = packages('package-lock.json');
  let installed;
  try {
    // npm writes this file last, so an interrupted installation has none.
    installed = packages('node_modules/.package-lock.json');
  } catch {
    return 'node_modules is not complete';
  }
  for (const [place, { version, optional }] of Object.entries(wanted)) {
    if (place === '') continue;
    const found = installed[place]?.version;
    // What is optional is left out on the platforms that it does not serve.
    if (found === undefined && optional) continue;
    if (found !== version) return `${place} is ${found ?? 'missing'}, wanted ${version}`;
  }
  return undefined;
}

const found = difference();
if (found !== undefined) {
  console.error(found);
  process.exitCode = 1;
}
