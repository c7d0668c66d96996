import { FolderLocked, ManagedBrokerError } from '#link/host';
import { BackupError, ConfigError, ConfigFileError, DatabaseError } from '#platform';
import { StartError } from '../start-error.js';
import { CannotTell, FileError, Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';

/** Failures that say themselves what is wrong and what to do: no stack trace helps anybody there. */
const SPOKEN = [
  StartError,
  ConfigFileError,
  DatabaseError,
  BackupError,
  FolderLocked,
  ManagedBrokerError,
];

/** Says on stderr why a command failed, and leaves the exit code for it. */
export function endWith(error: unknown): void {
  const misuse = exitCodeOfCommander(error);
  if (misuse !== undefined) {
    // Commander has said it already; help that was asked for is no failure.
    process.exitCode = misuse === 0 ? EXIT.yes : EXIT.misuse;
  } else if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT.misuse;
  } else if (error instanceof Misuse) {
    process.stderr.write(`mcm: ${error.message}\n`);
    process.exitCode = EXIT.misuse;
  } else if (error instanceof FileError || error instanceof CannotTell) {
    process.stderr.write(`mcm: ${error.message}\n`);
    process.exitCode = EXIT.couldNotFindOut;
  } else if (SPOKEN.some((kind) => error instanceof kind)) {
    process.stderr.write(`mcm: ${(error as Error).message}\n`);
    process.exitCode = EXIT.no;
  } else {
    process.stderr.write(`mcm: a fault in MCM itself: ${stackOf(error)}\n`);
    process.exitCode = EXIT.couldNotFindOut;
  }
}

/** By its shape: nest-commander brings a Commander of its own, whose classes are not ours to import. */
function exitCodeOfCommander(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('exitCode' in error)) return undefined;
  const isOne = typeof error.code === 'string' && error.code.startsWith('commander.');
  return isOne && typeof error.exitCode === 'number' ? error.exitCode : undefined;
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
