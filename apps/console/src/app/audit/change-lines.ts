import type { AuditChange } from '../api/models';

const SECRET = '[secret]';

/** A line of a difference: what was before (`-`) or is now (`+`). */
export interface ChangeLine {
  readonly mark: '-' | '+';
  readonly text: string;
}

/** One member that an act added, removed or changed. */
export interface MemberChange {
  /** `role`, `rules › 0 › topic`; the pointer's own text where a member has no name. */
  readonly name: string;
  readonly pointer: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly secret: boolean;
  readonly lines: readonly ChangeLine[];
}

export function memberChange({ pointer, before, after }: AuditChange): MemberChange {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return {
    name: memberName(pointer),
    pointer,
    kind,
    secret: before === SECRET || after === SECRET,
    lines: [...marked('-', before), ...marked('+', after)],
  };
}

function marked(mark: ChangeLine['mark'], value: unknown): readonly ChangeLine[] {
  if (value === undefined) return [];
  return valueText(value)
    .split('\n')
    .map((text) => ({ mark, text }));
}

/** JSON, so that `"3"` is not taken for `3`; a masked secret as it is. */
function valueText(value: unknown): string {
  return value === SECRET ? SECRET : JSON.stringify(value, undefined, 2);
}

/** The steps of a JSON pointer (RFC 6901), which writes `~1` for a slash and `~0` for a tilde. */
function memberName(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.length === 0 ? '(the whole)' : names.map((name) => name || '(empty)').join(' › ');
}
