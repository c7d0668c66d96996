import type { NavigationBehaviorOptions } from '@angular/router';

/** Goes along with a navigation: what was done, to be said on the page that comes. */
export function telling(told: string): Pick<NavigationBehaviorOptions, 'info'> {
  return { info: { told } };
}

/** What {@link telling} sent along, if anything. */
export function toldOnTheWay(info: unknown): string | undefined {
  if (typeof info !== 'object' || info === null || !('told' in info)) return undefined;
  return typeof info.told === 'string' ? info.told : undefined;
}
