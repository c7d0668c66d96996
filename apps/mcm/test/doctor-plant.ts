import { createHash } from 'node:crypto';
import { chmod, lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Finding } from '#feature/ops';
import { Database, loadKeys } from '#platform';
import { freePort, temporaryFolder } from '#testing';
import { look, type Doctored } from '../src/commands/doctor-look.js';

/** What a fault has to be called, and what is to be done about it. */
export interface Wanted {
  readonly check: string;
  readonly result: Finding['result'];
  readonly what: RegExp;
  readonly hint?: RegExp;
}

/** An MCM that is set up and does not run, with a broker that nobody listens for unless the test brings one. */
export interface Installation {
  readonly home: string;
  /** The data folder. */
  readonly data: string;
  readonly database: string;
  /** Its configuration file. */
  readonly file: string;
  /** `mcm doctor` with its configuration, and these variables beside it; waits so many seconds for each answer. */
  examine(env?: Readonly<Record<string, string>>, timeout?: number): Promise<Doctored>;
  remove(): Promise<void>;
}

export interface InstallationWishes {
  /** The configuration file beside what every test needs. */
  readonly yaml?: string;
}

/** Seconds: on loopback, what has not answered by then never does. */
const PATIENCE_S = 2;
/** Seconds for what does answer, however busy the machine is. */
export const LONG_S = 60;

export async function installation({ yaml = '' }: InstallationWishes = {}): Promise<Installation> {
  const home = await temporaryFolder();
  const data = join(home.path, 'data');
  const database = join(data, 'mcm.db');
  const file = join(home.path, 'mcm.yaml');
  await writeFile(file, yaml, { mode: 0o600 });
  await (await Database.open({ path: database, entities: [] })).close();
  await loadKeys(data);
  const variables = {
    MCM_DATABASE_PATH: database,
    MCM_MOSQUITTO_PORT: String(await freePort()),
  };
  return {
    ...{ home: home.path, data, database, file },
    examine: (env, timeout = PATIENCE_S) =>
      look({ config: file, timeout }, { ...variables, ...env }),
    async remove() {
      await chmod(data, 0o700).catch(() => undefined); // a test may have put something else there
      await home.remove();
    },
  };
}

/** Expects a finding of this kind among those, and shows all when there is none. */
export function expectFinding(found: Doctored, { check, result, what, hint }: Wanted): void {
  const { findings } = found;
  const matching = findings.filter(
    (one) =>
      one.check === check &&
      one.result === result &&
      what.test(one.what) &&
      (hint === undefined || hint.test(one.hint ?? '')),
  );
  if (matching.length > 0) {
    expectRemedies(found);
    return;
  }
  const wanted = `${check} ${result} ${String(what)} → ${String(hint)}`;
  throw new Error(
    `wanted ${wanted}, found:\n${findings.map((one) => JSON.stringify(one)).join('\n')}`,
  );
}

/** What an operator would have to see to. */
export const unwell = ({ findings }: Doctored): readonly Finding[] =>
  findings.filter(({ result }) => result === 'warn' || result === 'fail');

/** How a finding begins: in lower case, with a name, a figure or a path. */
const BEGINNING = /^(?:[^A-Z]|MCM|TLS|Node\.js|Mosquitto|[A-Z]+_)/;

/** Every warning and failure says what to do, in a sentence, and what is so is said in one style. */
export function expectRemedies({ findings }: Doctored): void {
  const silent = unwell({ at: '', asked: null, findings }).filter(({ hint }) => !hint);
  expect(silent).toEqual([]);
  const odd = findings.filter(
    ({ what, hint }) =>
      what.trim() === '' ||
      /[.:]$/.test(what) ||
      !BEGINNING.test(what) ||
      (hint !== undefined && !/^[A-Z].*(?:\.|: \S.*)$/s.test(hint)),
  );
  expect(odd).toEqual([]);
}

/** All that can be seen of a folder: names, modes, owners, times, contents. */
export async function stateOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return Promise.all(
    ['.', ...names.toSorted()].map(async (name) => {
      const path = join(folder, name);
      const { mode, uid, gid, size, mtimeMs, ctimeMs } = await lstat(path);
      const isFile = (mode & 0o170000) === 0o100000;
      const hash = isFile
        ? createHash('sha256')
            .update(await readFile(path))
            .digest('hex')
        : '';
      return [name, mode.toString(8), uid, gid, size, mtimeMs, ctimeMs, hash].join(' ');
    }),
  );
}
