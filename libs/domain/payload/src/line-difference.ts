import { beginning } from './capped-text.js';
import { Changes, MAX_CHANGE_TEXT } from './changes.js';
import { editScript } from './edit-script.js';

export interface LineDifference {
  readonly kind: 'lines';
  readonly changes: readonly LineChange[];
  /** Lines that are in both. */
  readonly unchanged: number;
  /** Not all changes are listed. */
  readonly truncated: boolean;
}

export interface LineChange {
  readonly kind: 'added' | 'removed';
  /** From 1; of a removed line in the text before, of an added one in the text after. */
  readonly line: number;
  /** Of a long line 1,024 characters and `…`. */
  readonly text: string;
}

/** The lines that differ, in their order. A line may end with a carriage return, which is its last character. */
export function lineDifference(before: string, after: string): LineDifference {
  const [old, current] = [before.split('\n'), after.split('\n')];
  const changes = new Changes<LineChange>();
  let removed = 0;
  for (const { kind, index } of editScript(old, current)) {
    if (kind === 'removed') removed++;
    const line = (kind === 'removed' ? old : current)[index] ?? '';
    changes.add(() => ({ kind, line: index + 1, text: shortened(line) }));
  }
  return {
    kind: 'lines',
    changes: changes.list,
    unchanged: old.length - removed,
    truncated: changes.truncated,
  };
}

function shortened(line: string): string {
  return line.length > MAX_CHANGE_TEXT ? `${beginning(line, MAX_CHANGE_TEXT)}…` : line;
}
