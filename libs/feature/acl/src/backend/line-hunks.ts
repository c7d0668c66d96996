import type { Hunk, PasswordDifference } from '#domain/change';
import type { AccessDifferenceDto, FileDifferenceDto } from '../api/plan.dto.js';

const MOST_HUNKS = 500;
const MOST_USERS = 1_000;

/** A difference of lines as the API shows it. */
export function fileDifferenceDto(path: string, hunks: readonly Hunk[]): FileDifferenceDto {
  const count = (kind: 'added' | 'removed') =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);
  return {
    ...{ path, added: count('added'), removed: count('removed') },
    hunks: hunks.slice(0, MOST_HUNKS).map(({ lines }) => ({
      lines: lines.map(({ isUnended: _, ...line }) => line),
    })),
    hunksLeftOff: Math.max(0, hunks.length - MOST_HUNKS),
  };
}

/** Who is another than before. */
export function userChanges(
  difference: PasswordDifference,
): Pick<AccessDifferenceDto, 'users' | 'usersLeftOff'> {
  const { created, deleted, passwordChanged, disabled, enabled } = difference;
  const users = [
    ...created.map((username) => ({ username, change: 'created' as const })),
    ...deleted.map((username) => ({ username, change: 'deleted' as const })),
    ...passwordChanged.map((username) => ({ username, change: 'password' as const })),
    ...disabled.map((username) => ({ username, change: 'disabled' as const })),
    ...enabled.map((username) => ({ username, change: 'enabled' as const })),
  ];
  return {
    users: users.slice(0, MOST_USERS),
    usersLeftOff: Math.max(0, users.length - MOST_USERS),
  };
}
