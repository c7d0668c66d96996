import { timestamp } from '#platform';
import type { AccessApplyDto } from '../api/apply.dto.js';
import type { StoredApply } from '../store/access-applies.js';

/** A change on its way as the API shows it. */
export function applyDto({
  actor,
  startedAt,
  endedAt,
  steps,
  ...rest
}: StoredApply): AccessApplyDto {
  return {
    ...rest,
    actor: actor.name,
    startedAt: timestamp(startedAt),
    ...(endedAt !== undefined && { endedAt: timestamp(endedAt) }),
    steps: [...steps],
  };
}
