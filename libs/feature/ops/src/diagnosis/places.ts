import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';

/** True, or the code of the error. */
export async function may(path: string, mode: number): Promise<true | string> {
  try {
    await access(path, mode);
    return true;
  } catch (error) {
    // EACCES, EROFS or ENOENT: what it is asked about.
    return codeOf(error);
  }
}

/** The folder itself, or the nearest above it that is there: what it would be made in. */
export async function nearestThere(folder: string): Promise<string> {
  const above = dirname(folder);
  // ENOENT before the first start, EACCES for a stranger.
  if (above === folder || (await may(folder, constants.F_OK)) === true) return folder;
  return nearestThere(above);
}

export const codeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? String(error);
