import { access, constants, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseError } from './database-error.js';

/** Makes the folder of the database (0700) when absent, and says plainly when it cannot be used. */
export async function prepareDataFolder(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw notWritable(`the data folder ${folder} cannot be made`, path, cause);
  });
  await access(folder, constants.W_OK | constants.X_OK).catch(async (cause: unknown) => {
    throw notWritable(
      `the data folder ${folder}${await ownerOf(folder)} is not writable`,
      path,
      cause,
    );
  });
}

/** Makes the folder and an empty file (0600) when absent, and says plainly when they cannot be used. */
export async function prepareFile(path: string): Promise<void> {
  await prepareDataFolder(path);
  const existing = await stat(path).catch(() => undefined); // absent, as at the first start
  if (existing && !existing.isFile()) {
    throw new DatabaseError(
      'not-a-database',
      `${path} is not a file: database.path must name the database file, such as ${path}/mcm.db`,
    );
  }
  if (existing) {
    await access(path, constants.R_OK | constants.W_OK).catch(async (cause: unknown) => {
      throw notWritable(`the database ${path}${await ownerOf(path)} is not writable`, path, cause);
    });
    return;
  }
  // Made here because SQLite would make it readable by everyone; its -wal and -shm files take the mode of this one.
  const file = await open(path, 'a', 0o600);
  await file.close();
}

/** ` (owned by uid 0)`, when that is somebody else. */
async function ownerOf(path: string): Promise<string> {
  const { uid } = await stat(path);
  return uid === process.geteuid?.() ? '' : ` (owned by uid ${String(uid)})`;
}

function notWritable(what: string, path: string, cause: unknown): DatabaseError {
  const me = String(process.geteuid?.() ?? '');
  return new DatabaseError(
    'not-writable',
    `${what} by uid ${me}: chown it to the user MCM runs as, or set database.path ` +
      `(MCM_DATABASE_PATH) to another place than ${path}`,
    { cause },
  );
}
