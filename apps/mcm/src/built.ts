import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Assets, Build, Workers } from '#platform';

/** In the bundle all lies in one folder; otherwise in the places of the repository. */
const here = import.meta.dirname;
const bundled = existsSync(join(here, 'build-info.json'));
const root = bundled ? here : above(here);

/** The parts of the build that are no code of this process. */
export const assets: Assets = bundled
  ? {
      console: join(root, 'console'),
      apiDocs: join(root, 'api-docs'),
      problems: join(root, 'problems'),
      openapi: join(root, 'openapi.json'),
    }
  : {
      console: join(root, 'dist/console/browser'),
      apiDocs: join(root, 'dist/api-docs'),
      problems: join(root, 'docs/problems'),
      openapi: join(root, 'docs/openapi.json'),
    };

/** Each thread is a program of its own. */
export const workers: Workers = {
  observer: worker('observer'),
  judge: worker('judge'),
  sparkplug: worker('sparkplug'),
};

function worker(name: string): URL {
  const path = bundled ? `${name}.mjs` : `dist/libs/link/${name}/src/worker.js`;
  return pathToFileURL(join(root, path));
}

/** What was built. Outside a bundle there is no commit to name. */
export async function readBuild(): Promise<Build> {
  if (bundled) return JSON.parse(await readFile(join(root, 'build-info.json'), 'utf8')) as Build;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Build;
  return { version, commit: 'unbundled', date: new Date(0).toISOString() };
}

/** The licences of the packages that were built in; nothing outside a bundle, where each lies with its package. */
export async function readLicences(): Promise<string | undefined> {
  return bundled ? readFile(join(root, 'THIRD-PARTY-LICENSES.txt'), 'utf8') : undefined;
}

/** The repository's folder: the code runs from its sources in tests, and from `dist` before bundling. */
function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder));
}
