/** Root file systems of a bare Debian, made by mmdebstrap once and unpacked where one is needed. Only root can. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

const CACHE = path.join(root, 'node_modules/.cache/roots');

/** Why no root file system can be made here, or nothing. */
export function noScratchRoot() {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid() !== 0) return 'needs root';
  const places = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin'];
  const has = (name) => places.some((place) => existsSync(path.join(place, name)));
  return has('mmdebstrap') ? undefined : 'needs mmdebstrap: sh tools/setup.sh packages';
}

/** Unpacks what a container image of that Debian release starts from into the new folder `to`. */
export function scratchRoot(to, release = 'bookworm') {
  const packed = path.join(CACHE, `${release}.tar`);
  if (!existsSync(packed)) {
    mkdirSync(CACHE, { recursive: true });
    const next = path.join(CACHE, `${release}.next.tar`);
    execFileSync('mmdebstrap', ['--quiet', '--variant=minbase', release, next], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    renameSync(next, packed);
  }
  mkdirSync(to, { recursive: true });
  execFileSync('tar', ['-C', to, '--exclude=./dev/*', '-xpf', packed]);
  for (const file of ['resolv.conf', 'hosts']) cpSync(`/etc/${file}`, path.join(to, 'etc', file));
}

/**
 * The words that run a command in the root file system at `folder`, in namespaces of its own: with /proc and a few
 * devices; `commands` (shell, `$root` is the folder) lay more over it before the command starts. It sees the processes
 * that the process `pidsOf` sees, or only its own.
 */
export function inside(folder, commands = '', pidsOf = undefined) {
  const script = `set -e
root=$1; shift
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
for device in null zero full random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t proc proc "$root/proc"
${commands}
exec chroot "$root" "$@"`;
  // Its processes end with it: nothing is left in the namespace when its first process is gone.
  const alone = ['unshare', '--mount', '--pid', '--fork', '--kill-child=SIGTERM'];
  const among = ['nsenter', `--target=${pidsOf}`, '--pid', 'unshare', '--mount'];
  return [...(pidsOf === undefined ? alone : among), 'sh', '-c', script, 'inside', folder];
}
