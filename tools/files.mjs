import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The files below `place`, sorted, as paths below `base`; `place` itself when it is a file; none when it is absent. */
export function filesIn(base, place) {
  const full = path.join(base, place);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [place];
  return readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(base, path.join(entry.parentPath, entry.name)))
    .sort();
}
