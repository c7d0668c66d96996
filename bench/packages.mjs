/** What each way to get MCM weighs, and how it starts and rests. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../tools/root.mjs';
import { executableFile } from '../tools/targets.mjs';
import { memory } from './proc.mjs';
import { folder } from './processes.mjs';
import { prepareMcm, startMcm, startMosquitto, untilObserving } from './programs.mjs';
import { spread } from './statistics.mjs';

/**
 * Of the bundle, the executable and the Debian package: `{ name, fetched, installed, ready, rss, pss,
 * anonymous }`, bytes, and a spread of seconds over `runs` starts with a database. Executable and Debian package are made of the present build.
 */
export async function measurePackages({ runs, settleSeconds }) {
  const broker = await startMosquitto();
  const measured = [];
  for (const one of [bundle(), executable(), debianPackage()]) {
    measured.push({ ...one, ...(await measure(one, broker, { runs, settleSeconds })) });
  }
  await broker.stop();
  return measured;
}

async function measure({ program, binary }, broker, { runs, settleSeconds }) {
  const home = await prepareMcm(broker);
  const seconds = [];
  const first = await startMcm(home, program); // makes the database, and unpacks what is packed
  await first.stop();
  while (seconds.length < runs) {
    const mcm = await startMcm(home, program);
    seconds.push(mcm.readySeconds);
    await mcm.stop();
  }
  forget(binary);
  const mcm = await startMcm(home, program);
  await untilObserving(mcm);
  await pause(settleSeconds * 1000);
  const held = memory(mcm.pid);
  await mcm.stop();
  return { first: first.readySeconds, ready: spread(seconds), ...held };
}

/**
 * Has the system forget what it holds of a file that was written just now, so that it is read as after a boot: of a
 * fresh one whole blocks of 2 MB are mapped, and count as resident whether they are used or not.
 */
function forget(file) {
  execFileSync('sync', [file]);
  execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
}

function bundle() {
  const packed = path.join(folder, 'bundle.tar.gz');
  execFileSync('tar', ['-czf', packed, '-C', folder, 'bundle']);
  const installed = path.join(folder, 'bundle');
  const program = { command: path.join(installed, 'bin/mcm'), node: process.execPath };
  return {
    name: 'bundle, without its Node',
    program,
    binary: process.execPath,
    ...weigh(packed, installed),
  };
}

function executable() {
  runTool('build.mjs', 'executable');
  const file = path.join(root, executableFile());
  return { name: 'executable', program: { command: file }, binary: file, ...weigh(file, file) };
}

function debianPackage() {
  const made = path.join(folder, 'debian');
  const deb = runTool('debian-package.mjs', made).trim();
  const installed = path.join(folder, 'unpacked');
  execFileSync('dpkg-deb', ['-x', deb, installed]);
  const program = { command: path.join(installed, 'usr/bin/mcm') };
  const binary = path.join(installed, 'usr/lib/mcm/node');
  return { name: 'Debian package', program, binary, ...weigh(deb, installed) };
}

function runTool(name, ...args) {
  return execFileSync(process.execPath, [path.join(root, 'tools', name), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function weigh(file, installed) {
  return { fetched: statSync(file).size, installed: bytesIn(installed) };
}

/** The sizes of all files there, or of the one. */
function bytesIn(place) {
  if (statSync(place).isFile()) return statSync(place).size;
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}
