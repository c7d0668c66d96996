import type { McmCommand } from './mcm.command.js';

/**
 * Readies a command and all below it: they throw instead of ending the process with a code of Commander's own, and
 * their help names the options that every command has.
 */
export function readyTree(command: McmCommand['root']): void {
  command.exitOverride();
  command.configureHelp({ showGlobalOptions: true });
  for (const below of command.commands) readyTree(below);
}
