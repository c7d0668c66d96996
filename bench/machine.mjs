/** What the figures were measured on and with. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { brokerEnv } from './programs.mjs';

/** Rows of a table: what, and which. `build` is the bundle's build-info.json. */
export function describeMachine(build) {
  const cores = cpus();
  return [
    ['Processor', `${cores[0]?.model ?? 'unknown'}, ${cores.length} cores`],
    ['Memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ['System', `${systemName()}, Linux ${kernelRelease()}`],
    ['Node', process.version],
    ['Mosquitto', mosquittoVersion()],
    ['MCM', `${build.version}, commit ${build.commit}`],
    ['Measured', new Date().toISOString().slice(0, 10)],
    ['Load before', `${loadavg()[0].toFixed(2)} (processes that wanted to run, over a minute)`],
  ];
}

function kernelRelease() {
  return readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
}

function systemName() {
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(release)?.[1] ?? 'Linux';
}

function mosquittoVersion() {
  let help;
  try {
    help = execFileSync('mosquitto', ['-h'], { env: brokerEnv, encoding: 'utf8' });
  } catch (error) {
    // Some versions end with 3 after they have told how to use them.
    if (error.stdout === undefined || error.stdout === null) {
      throw new Error('mosquitto is missing: run `make bench`, or install it.', { cause: error });
    }
    help = error.stdout;
  }
  return /version (\S+)/.exec(help)?.[1] ?? 'unknown';
}
