/**
 * The root file system of the container image, where there is nothing to build images with: a bare Debian with the
 * pinned Node in place of the image `node:…-slim`, then the very steps of the last stage of deploy/docker/Dockerfile.
 *
 * usage: node tools/container-root.mjs FOLDER       (as root, after `node tools/build.mjs`)
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { finalStage } from './dockerfile.mjs';
import { root } from './root.mjs';
import { inside, scratchRoot } from './scratch-root.mjs';

/** What is built in the stage before. */
const BUILT = { '--from=build /src/dist/bundle': 'dist/bundle' };

export const image = finalStage(readFileSync(path.join(root, 'deploy/docker/Dockerfile'), 'utf8'));

/** What the image `node:MAJOR-bookworm-slim` is: Debian, Node in /usr/local and the user `node`, 1000. */
function nodeImage(to) {
  const [, version, release] = /^node:([\d.]+)-(\w+)-slim$/.exec(image.from) ?? [];
  if (release === undefined) throw new Error(`it starts from ${image.from}, not from a slim node`);
  if (!process.versions.node.startsWith(version)) {
    throw new Error(`it starts from Node ${version}, and ${process.versions.node} is pinned`);
  }
  scratchRoot(to, release);
  const node = path.join(root, `node_modules/node-linux-${process.arch}/bin/node`);
  cpSync(node, path.join(to, 'usr/local/bin/node'));
  const user = 'groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node';
  runIn(to, user);
}

function runIn(folder, command) {
  const [program, ...words] = [...inside(folder), '/bin/sh', '-c', command];
  execFileSync(program, words, {
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Copies what a `COPY --from=build …` line names. */
function copyInto(folder, rest) {
  const [, from, to] = /^(.*) (\S+)$/.exec(rest);
  if (BUILT[from] === undefined) throw new Error(`nothing here is what COPY ${from} means`);
  cpSync(path.join(root, BUILT[from]), path.join(folder, to), { recursive: true });
}

/** Makes it in the new folder `to`. */
export function containerRoot(to) {
  mkdirSync(to, { recursive: true, mode: 0o755 });
  nodeImage(to);
  for (const [name, rest] of image.steps) {
    if (name === 'RUN') runIn(to, rest);
    else copyInto(to, rest);
  }
}

/**
 * The words that run a command in it as a container would: the image's user (or another), with no capabilities but those
 * named and no way to more, nothing to write but /tmp and what `volumes` mounts, { place in it: folder of this machine }.
 * The environment is the image's and `env`. It shares the processes of `pidsOf`, if that is given.
 */
export function contained(folder, how) {
  const { volumes, env = {}, user = image.user, capabilities = [], pidsOf } = how;
  const [uid, gid] = user.split(':');
  const places = Object.entries(volumes);
  const commands = `
${places.map(([place]) => `mkdir -p "$root${place}"`).join('\n')}
mount -o remount,bind,ro "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
${places.map(([place, from]) => `mount --bind '${from}' "$root${place}"`).join('\n')}`;
  const all = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...image.env,
    ...env,
  };
  return [
    ...inside(folder, commands, pidsOf),
    ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs'],
    ...[['--bounding-set=-all', ...capabilities].join(',+'), '--inh-caps=-all'],
    ...['env', '-i', ...Object.entries(all).map(([name, value]) => `${name}=${value}`)],
  ];
}

if (import.meta.main) {
  const [, , to] = process.argv;
  if (to === undefined) throw new Error('usage: node tools/container-root.mjs FOLDER');
  containerRoot(path.resolve(to));
}
