import { lstatSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { Unsuitable } from './unsuitable.js';

const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/** Whether what `stats` tell of can be changed by us and root alone. Windows keeps a user's folders to the user. */
export function isOurs(stats: Stats): boolean {
  return (
    isOwned(stats) && (process.getuid === undefined || (stats.mode & WRITABLE_BY_OTHERS) === 0)
  );
}

const isOwned = ({ uid }: Stats): boolean =>
  process.getuid === undefined || uid === process.getuid() || uid === 0;

/**
 * Sees to it that nobody but us and root can put another folder in the place of one that lies in `folder`, which is
 * given without links. In a sticky folder, such as /tmp, each can rename only what is their own.
 *
 * @throws Unsuitable
 */
export function refuseOthersFolder(folder: string): void {
  const stats = lstatSync(folder);
  const sticky = (stats.mode & STICKY) !== 0 && isOwned(stats);
  if (!isOurs(stats) && !sticky) throw new Unsuitable(`others may change what is in ${folder}`);
  const above = dirname(folder);
  if (above !== folder) refuseOthersFolder(above);
}
