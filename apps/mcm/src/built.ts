import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Assets, Build } from '#platform';

/** In the bundle all lies in one folder; otherwise in the places of the repository. */
const here = import.meta.dirname;
const bundled = existsSync(join(here, 'build-info.json'));
const root = bundled ? here : above(here);

/** The parts of the build that are no code of this process. */
export const assets: Assets = bundled
  ? {
      console: join(root, 'console'),
      problems: join(root, 'problems'),
      openapi: join(root, 'openapi.json'),
    }
  : {
      console: join(root, 'dist/console/browser'),
      problems: join(root, 'docs/problems'),
      openapi: join(root, 'docs/openapi.json'),
    };

/** The observer's thread is a program of its own. */
export const observerWorker: URL = pathToFileURL(
  bundled ? join(root, 'observer.mjs') : join(root, 'dist/libs/link/observer/src/worker.js'),
);

/** What was built. Outside a bundle there is no commit to name. */
export async function readBuild(): Promise<Build> {
  if (bundled) return JSON.parse(await readFile(join(root, 'build-info.json'), 'utf8')) as Build;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Build;
  return { version, commit: 'unbundled', date: new Date(0).toISOString() };
}

/** The repository's folder: the code runs from its sources in tests, and from `dist` before bundling. */
function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder));
}
