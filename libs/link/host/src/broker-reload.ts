import { signalBroker, processIn } from './broker-signal.js';
import { findProgram, runCommand } from './reload-command.js';
import { ReloadFailed } from './reload-failed.js';

/** How the broker is told to read its files again. */
export type BrokerReload =
  /** By a signal to the process that the broker's pid_file names. */
  | { readonly kind: 'pid-file'; readonly path: string }
  /** By a program and its arguments, such as `systemctl reload mosquitto`. Which process that is may be known, too. */
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly pidFile?: string }
  /** By a signal to the broker that MCM runs itself. */
  | { readonly kind: 'process'; readonly pid: () => number | undefined };

/**
 * Has the broker read its files again: it has been told when this resolves, and reads a moment later.
 * @param signal ends a command that runs
 * @throws ReloadFailed, and the reason of the signal
 */
export async function reloadBroker(by: BrokerReload, signal?: AbortSignal): Promise<void> {
  if (by.kind === 'command') await runCommand(by.command, { signal });
  else await signalBroker(await processOf(by), { send: true });
}

/** Whether that could be done now, without doing it; of a command, whether there is such a program. @throws ReloadFailed */
export async function canReload(by: BrokerReload): Promise<void> {
  if (by.kind === 'command') await findProgram(by.command);
  else await signalBroker(await processOf(by), { send: false });
}

async function processOf(by: Exclude<BrokerReload, { kind: 'command' }>): Promise<number> {
  if (by.kind === 'pid-file') return processIn(by.path);
  const pid = by.pid();
  if (pid !== undefined) return pid;
  throw new ReloadFailed(
    'not-running',
    'The broker that MCM runs does not run right now. It is started again by itself: try again in a moment.',
  );
}
