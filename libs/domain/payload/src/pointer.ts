import type { Value } from './value.js';
import { valueText } from './value-text.js';

/** A longer path names nothing that people look for, and a payload may make it a megabyte. */
export const MAX_PATH = 1024;

/** The path of what a key, or the number of an item, leads to below `path` (RFC 6901). */
export function below(path: string, segment: string): string {
  return `${path}/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The segments of a path, none for the payload itself; undefined when it is no JSON pointer. */
export function segmentsOf(path: string): readonly string[] | undefined {
  if (path === '') return [];
  if (!path.startsWith('/') || /~(?![01])/.test(path)) return undefined;
  return path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A key as the segment of a path: a string is itself, any other value its text. */
export function segmentOf(key: Value): string {
  return key.kind === 'string' ? key.text : valueText(key);
}
