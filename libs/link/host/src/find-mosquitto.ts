import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Debian puts the broker where only root's PATH looks. */
const ALSO = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin'];

/** The path of the broker's program, or nothing. */
export async function findMosquitto(
  path = process.env['PATH'] ?? '',
  also = ALSO,
): Promise<string | undefined> {
  for (const folder of [...path.split(delimiter), ...also]) {
    if (folder === '') continue;
    const candidate = join(folder, 'mosquitto');
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here, or not to be run: look on.
    }
  }
  return undefined;
}
