import { constants, open } from 'node:fs/promises';
import { errorCode } from './error-code.js';
import type { Given } from './given.js';
import { KEYS } from './setting.js';

/**
 * What keeps MCM from reading the broker's files, at this moment. Only to be told: they are the broker's, and may
 * come and go without MCM.
 */
export async function accessFileWarnings(given: Given): Promise<string[]> {
  const named = KEYS.filter(
    ({ name, schema }) => name.startsWith('mosquitto.access.') && schema.path,
  );
  const warnings = await Promise.all(
    named.map(async ({ name }) => {
      const path = given.text(name);
      const failure = path === undefined ? undefined : await failureOf(path);
      return failure === undefined ? [] : [`${name} names ${String(path)}, which ${failure}`];
    }),
  );
  return warnings.flat();
}

async function failureOf(path: string): Promise<string | undefined> {
  try {
    // Does not wait where it is a pipe.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const isFile = (await file.stat()).isFile();
    return isFile ? undefined : 'is not a regular file: correct the path';
  } catch (error) {
    // Whatever the file system says: it is not ours to prevent, and the operator's to read.
    const code = errorCode(error) ?? 'no reason given';
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist: correct the path';
    return code === 'EACCES' || code === 'EPERM'
      ? 'may not be read by the user MCM runs as: let it, for example as a member of the group mosquitto'
      : `cannot be read (${code})`;
  }
}
