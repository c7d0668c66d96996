import { readFile } from 'node:fs/promises';
import type { BrokerReload } from './broker-reload.js';
import { processIn } from './broker-signal.js';
import { FileNotReplaced } from './file-fault.js';
import type { Ownership } from './file-place.js';
import { ReloadFailed } from './reload-failed.js';
import { modeText } from './mode-text.js';

/** As whom the broker's process reads files. */
export interface BrokerUser {
  readonly pid: number;
  readonly uid: number;
  /** Its own group, then those that it is also in. */
  readonly gids: readonly number[];
}

/** As whom the broker runs; nothing where its process is not known, or is no Mosquitto. */
export async function brokerUser(by: BrokerReload): Promise<BrokerUser | undefined> {
  const pid = await processOf(by);
  return pid === undefined ? undefined : readerOf(pid, true);
}

/**
 * Finds out whether the broker's process could read a file again once it is replaced. Else 2.0 would let everybody do
 * everything at the next reload. An access control list (acl(5)) is lost with the file, and does not count. Where the
 * process is not known, nothing is.
 * @param file as it would be
 * @throws FileNotReplaced
 */
export async function requireReadByBroker(
  by: BrokerReload,
  { path, uid, gid, mode }: Ownership & { readonly path: string },
): Promise<void> {
  const pid = await processOf(by);
  const reader = pid === undefined ? undefined : await readerOf(pid, by.kind === 'command');
  if (reader === undefined || mayRead(reader, { uid, gid, mode })) return;
  throw new FileNotReplaced(
    'owner',
    `The broker (process ${reader.pid}, user ${reader.uid}) could not read ${path} any more: it would belong to user ${uid} and group ${gid}, with mode ${modeText(mode)}; an access control list is not kept. Give the file a group that the broker's user is in (chgrp) and let that read it (chmod g+r), or make it that user's.`,
  );
}

async function processOf(by: BrokerReload): Promise<number | undefined> {
  if (by.kind === 'process') return by.pid();
  const path = by.kind === 'command' ? by.pidFile : by.path;
  if (path === undefined) return undefined;
  try {
    return await processIn(path);
  } catch (error) {
    // The broker does not run: that is told when it is to be reloaded.
    if (!(error instanceof ReloadFailed)) throw error;
    return undefined;
  }
}

/** By proc(5): of four numbers the last is the one by which files are opened. */
async function readerOf(pid: number, mayBeAnother: boolean): Promise<BrokerUser | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''); // it has ended, or there is no /proc
  // Its pid_file may be one of an earlier broker, or of another container.
  if (mayBeAnother && !/^Name:\s*mosquitto$/m.test(status)) return undefined;
  const numbers = (name: string) =>
    (new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '').trim().split(/\s+/).map(Number);
  const [uid, gid] = [numbers('Uid')[3], numbers('Gid')[3]];
  if (uid === undefined || gid === undefined) return undefined;
  return { pid, uid, gids: [gid, ...numbers('Groups').filter((group) => group !== gid)] };
}

const READ = 0o4;
const ENTER = 0o1;

export function mayRead(user: Omit<BrokerUser, 'pid'>, file: Ownership): boolean {
  return may(user, file, READ);
}

export function mayEnter(user: Omit<BrokerUser, 'pid'>, folder: Ownership): boolean {
  return may(user, folder, ENTER);
}

/** The first class that somebody is in counts, whatever the others may. */
function may({ uid, gids }: Omit<BrokerUser, 'pid'>, file: Ownership, right: number): boolean {
  if (uid === 0) return true;
  const shift = uid === file.uid ? 6 : gids.includes(file.gid) ? 3 : 0;
  return ((file.mode >> shift) & right) !== 0;
}
