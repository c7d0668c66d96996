import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mayEnter, mayRead, modeText, type BrokerUser, type Ownership } from '#link/host';
import type { Finding } from '../finding.js';
import { fail, ok, warn, type Check } from '../found.js';

/** A file whose owner and mode matter. */
export interface GuardedFile {
  readonly path: string;
  readonly area: Check['area'];
  /** What somebody would learn from it: `hashes of passwords`; absent where that does no harm. */
  readonly secret?: string;
  /** Whether the broker opens it as the user that it becomes. */
  readonly isReadByBroker: boolean;
}

/** For whom files are to be readable, and by which broker. */
export interface Readers {
  /** As whom the broker runs, where that is known. */
  readonly user: BrokerUser | undefined;
  /** Whether this broker logs warnings about owner and mode. */
  readonly heedsRights: boolean;
  /** Whether this broker opens no links. */
  readonly refusesLinks: boolean;
}

interface Found extends Ownership {
  readonly isLink: boolean;
  readonly path: string;
  /** In a sentence: `/etc/acl (mode 0640)`. */
  readonly name: string;
  /** From its own folder up to the root. */
  readonly folders: readonly (Ownership & { readonly path: string })[];
}

const READ_BY_ALL = 0o004;
const WRITTEN_BY_ALL = 0o002;
const ENTERED_BY_ALL = 0o001;
const STICKY = 0o1000;

/** What is wrong with owner and mode of a file that is there; nothing where MCM may not look. */
export async function rightsFindings(
  file: GuardedFile,
  readers: Readers,
): Promise<readonly Finding[]> {
  const found = await look(file.path);
  if (found === undefined) return [];
  const check = { area: file.area, check: 'file-rights' };
  const all = [
    ...linkFindings(check, found, file, readers),
    ...strangerFindings(check, found, file, readers),
    ...(file.isReadByBroker ? brokerFindings(check, found, readers) : []),
  ];
  return all.length > 0 ? all : [ok(check, `${found.name} is open to those alone who need it`)];
}

function linkFindings(check: Check, found: Found, file: GuardedFile, readers: Readers): Finding[] {
  if (!file.isReadByBroker || !readers.refusesLinks || !found.isLink) return [];
  const what = `${file.path} is a link, which Mosquitto 2.1 does not follow`;
  const hint = `Name ${found.path} itself in mosquitto.conf, or set MOSQUITTO_UNSAFE_ALLOW_SYMLINKS for the broker.`;
  return [warn(check, what, hint)];
}

/** What those may do whom the file does not concern. */
function strangerFindings(
  check: Check,
  { path, name, mode, folders }: Found,
  { secret }: GuardedFile,
  { heedsRights }: Readers,
): Finding[] {
  const isReached = folders.every((folder) => (folder.mode & ENTERED_BY_ALL) !== 0);
  const [folder] = folders;
  if (isReached && (mode & WRITTEN_BY_ALL) !== 0) {
    return [
      fail(check, `${name} can be changed by every user of this machine`, `Run chmod o-w ${path}.`),
    ];
  }
  const isFree = folder && (folder.mode & (WRITTEN_BY_ALL | STICKY)) === WRITTEN_BY_ALL;
  if (isReached && isFree) {
    const what = `${path} can be replaced by every user of this machine, who may write into ${folder.path}`;
    return [fail(check, what, `Run chmod o-w ${folder.path}.`)];
  }
  if (!isReached || (mode & READ_BY_ALL) === 0) return [];
  const hint = `Run chmod o-rwx ${path}, and see that the broker’s user or its group may read it.`;
  if (secret !== undefined) {
    return [
      warn(check, `${name} holds ${secret}, and every user of this machine may read it`, hint),
    ];
  }
  if (!heedsRights) return [];
  const what = `${name} can be read by every user of this machine, about which this broker logs a warning`;
  return [warn(check, what, hint)];
}

/** Whether the broker can read the file, and what it says about its owner. */
function brokerFindings(check: Check, found: Found, { user, heedsRights }: Readers): Finding[] {
  if (user === undefined) return [];
  const { path, name, folders, uid, gid } = found;
  const who = `the broker (process ${user.pid}, user ${user.uid})`;
  const shut = folders.find((folder) => !mayEnter(user, folder));
  if (shut) {
    const what = `${who} cannot reach ${path}: it may not enter ${shut.path}`;
    return [
      fail(check, what, `Let the broker’s user or its group enter it (chmod g+x ${shut.path}).`),
    ];
  }
  if (!mayRead(user, found)) {
    const what = `${who} cannot read ${name}, which belongs to user ${uid} and group ${gid}`;
    const hint = `Give it a group that the broker’s user is in, and let that read it: chgrp ${user.gids[0] ?? user.uid} ${path} && chmod g+r ${path}.`;
    return [fail(check, what, hint)];
  }
  const self = process.geteuid?.() ?? 0;
  // Who may not give files away cannot but own those that it replaces.
  const isOwnerMeant = uid === user.uid || (self !== 0 && uid === self);
  if (!heedsRights || (isOwnerMeant && gid === user.gids[0])) return [];
  const what = `${name} belongs to user ${uid} and group ${gid}, about which this broker (user ${user.uid}) logs a warning, and which newer ones may refuse`;
  return [warn(check, what, `Run chown ${user.uid}:${user.gids[0] ?? user.uid} ${path}.`)];
}

async function look(given: string): Promise<Found | undefined> {
  try {
    const isLink = (await lstat(given)).isSymbolicLink();
    const path = await realpath(given);
    const stats = await stat(path);
    if (!stats.isFile()) return undefined; // told where the file is read
    const { uid, gid, mode } = stats;
    const folders = [];
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const { uid: owner, gid: group, mode: rights } = await stat(folder);
      folders.push({ path: folder, uid: owner, gid: group, mode: rights });
      if (dirname(folder) === folder) break;
    }
    const name = `${path} (mode ${modeText(mode & 0o777)})`;
    return { path, name, uid, gid, mode, folders, isLink };
  } catch {
    // ENOENT or EACCES: told where the file is read.
    return undefined;
  }
}
