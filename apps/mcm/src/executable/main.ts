/**
 * What a single-file executable runs: it unpacks the bundle that it carries, unless that was done before, and hands over
 * to it. tools/executable.mjs makes the executable and says what it carries.
 */
import { enableCompileCache, createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getAsset, getRawAsset } from 'node:sea';
import { keepInUse, removeUnused } from './keeping.js';
import { places } from './places.js';
import { unpack, type Carried } from './unpack.js';
import { Unsuitable } from './unsuitable.js';

/** The exit code of the launcher, too, where it cannot start MCM. */
const CANNOT_START = 3;

const carried: Carried = {
  ...(JSON.parse(getAsset('carried.json', 'utf8')) as Pick<Carried, 'name' | 'files'>),
  read: (file) => new Uint8Array(getRawAsset(file)),
};

function home(): string | undefined {
  try {
    return homedir();
  } catch {
    // ENOENT: the user has no entry in the system's list, as in a container that runs as some number.
    return undefined;
  }
}

/** Unpacks in the first place that suits, and answers the folder. @throws Unsuitable, which says why none does */
function unpackSomewhere(): string {
  const reasons: string[] = [];
  const { env, platform } = process;
  const uid = process.getuid?.();
  for (const place of places({ env, platform, uid, home: home(), temporary: tmpdir() })) {
    try {
      const { folder, made } = unpack(carried, place);
      refuseNoExec(folder);
      if (made) removeUnused(folder);
      return folder;
    } catch (error) {
      if (!(error instanceof Unsuitable)) throw error;
      reasons.push(`${place}: ${error.message}`);
    }
  }
  throw new Unsuitable(reasons.join('; '));
}

/** Loads native code from the folder, as MCM will. @throws Unsuitable where that is not allowed */
function refuseNoExec(folder: string): void {
  try {
    process.dlopen({ exports: {} }, join(folder, 'native/argon2.node'));
  } catch (error) {
    // ERR_DLOPEN_FAILED: the file system is mounted noexec, or a library is missing. The loader alone knows.
    throw new Unsuitable(`native code cannot be loaded from it (${(error as Error).message})`);
  }
}

try {
  const folder = unpackSomewhere();
  keepInUse(folder);
  enableCompileCache({ directory: join(folder, 'cache'), portable: true });
  // In an executable, import() knows Node's own modules only; what is loaded from a file can import files.
  await (createRequire(join(folder, 'start.cjs'))('./start.cjs') as Promise<unknown>);
} catch (error) {
  if (!(error instanceof Unsuitable)) throw error;
  process.stderr.write(
    `mcm: finds no folder to unpack to; MCM_UNPACK_FOLDER names another. ${error.message}\n`,
  );
  process.exitCode = CANNOT_START;
}
