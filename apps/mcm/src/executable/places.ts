import { join, isAbsolute } from 'node:path';

/** What of the machine decides where the executable may unpack. */
export interface Surroundings {
  readonly env: Readonly<Partial<Record<string, string>>>;
  readonly platform: NodeJS.Platform;
  /** Nothing where users have no number (Windows). */
  readonly uid: number | undefined;
  /** Nothing for a user without one, such as a number that the system does not know. */
  readonly home: string | undefined;
  readonly temporary: string;
}

/**
 * Where the executable may unpack, best first: `MCM_UNPACK_FOLDER` alone if it is set; else the service's cache
 * (systemd's `CacheDirectory=`), the user's, and a folder of this user's among the temporary ones.
 */
export function places({ env, platform, uid, home, temporary }: Surroundings): readonly string[] {
  const named = env['MCM_UNPACK_FOLDER'];
  if (named) return [named];
  const service = env['CACHE_DIRECTORY']?.split(':')[0];
  const cache = userCache(env, platform, home);
  return [
    ...(service ? [service] : []),
    ...(cache === undefined ? [] : [join(cache, 'mcm')]),
    join(temporary, uid === undefined ? 'mcm' : `mcm-${uid}`),
  ];
}

/** Where programs of a user keep what they can make again. */
function userCache(
  env: Surroundings['env'],
  platform: NodeJS.Platform,
  home: string | undefined,
): string | undefined {
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  // The XDG specification has relative paths ignored.
  if (named && isAbsolute(named)) return named;
  if (home === undefined) return undefined;
  return platform === 'darwin' ? join(home, 'Library/Caches') : join(home, '.cache');
}
