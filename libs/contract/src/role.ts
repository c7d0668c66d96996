/** Roles in ascending order: each may do what the ones before it may. */
export const ROLES = ['viewer', 'auditor', 'operator', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** The least role that may call a route; `public` asks for no log-in. */
export type RoleFloor = Role | 'public';

/** Whether `role` stands at or above `floor`. */
export function atLeast(role: Role, floor: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(floor);
}
