import type { RoleRule } from '../api/models';

/** What the plugin keeps of a rule beside permission and filter; nothing where it keeps nothing. */
export function exactWords({ acltypes, priority }: RoleRule): string | undefined {
  const words = [
    ...(acltypes === undefined ? [] : [`only ${acltypes.join(', ')}`]),
    ...(priority === undefined ? [] : [`priority ${priority}`]),
  ];
  return words.length === 0 ? undefined : words.join(' · ');
}
