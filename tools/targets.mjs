import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

/** The kinds of machines that executables are made for. */
const TARGETS = {
  'linux-x64': { platform: 'linux', arch: 'x64' },
  'linux-arm64': { platform: 'linux', arch: 'arm64' },
  'darwin-arm64': { platform: 'darwin', arch: 'arm64' },
  'win-x64': { platform: 'win32', arch: 'x64' },
};

const isOwn = ({ platform, arch }) => platform === process.platform && arch === process.arch;
const machine = `${process.platform}-${process.arch}`;
const own = Object.keys(TARGETS).find((name) => isOwn(TARGETS[name])) ?? machine;

/**
 * The target of that name, of this machine's kind without one, as { name, platform, arch, own }. Throws on what cannot
 * be made here: what is not for Linux is made on a machine of its kind, since SQLite is compiled there.
 */
export function targetOf(name = own) {
  const target = TARGETS[name];
  if (target === undefined) {
    throw new Error(
      `no executable for ${name}: the targets are ${Object.keys(TARGETS).join(', ')}`,
    );
  }
  if (!isOwn(target) && (target.platform !== 'linux' || process.platform !== 'linux')) {
    throw new Error(
      `the executable for ${name} is made on a machine of that kind, not on ${machine}`,
    );
  }
  return { name, own: isOwn(target), ...target };
}

/** Where the executable lies that is made for the target. */
export function executableFile(name = own) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return `dist/executable/mcm-${version}-${name}${name.startsWith('win') ? '.exe' : ''}`;
}
