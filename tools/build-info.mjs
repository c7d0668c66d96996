import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

/** What git says, or nothing: an unpacked archive or an image's build has no history. */
function git(...args) {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

/**
 * `{ version, commit, date }` of this build. The date is the commit's, so that the same commit gives
 * the same bundle. Where there is no history, MCM_COMMIT and SOURCE_DATE_EPOCH (seconds) tell it.
 */
export function buildInfo({ env = process.env } = {}) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const changed = git('status', '--porcelain', '--untracked-files=no') ? '-dirty' : '';
  const head = git('rev-parse', '--short=12', 'HEAD');
  const seconds = env.SOURCE_DATE_EPOCH ?? git('log', '-1', '--format=%ct');
  return {
    version,
    commit: env.MCM_COMMIT ?? (head === undefined ? 'unknown' : `${head}${changed}`),
    date: new Date(Number(seconds ?? 0) * 1000).toISOString(),
  };
}
