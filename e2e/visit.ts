import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { Desk } from './desk.js';
import type { ManagedAccess, Settings } from './managed-access.js';
import { Site } from './site.js';

/** A suite's site and desk, from its first test to its last. */
export interface Visit {
  readonly site: Site;
  readonly desk: Desk;
}

/**
 * Gives the suite that calls it a {@link Site} and a {@link Desk}. A test fails if the browser complained
 * about anything while it ran: a CSP report, an exception, an error on the console.
 */
export function visit(settings?: Settings, access?: ManagedAccess): Visit {
  let site: Site | undefined;
  let desk: Desk | undefined;
  beforeAll(async () => {
    site = await Site.start(settings, access);
    desk = await Desk.at(site);
  });
  afterEach(async () => {
    await desk?.clear();
    expect(desk?.complaints()).toEqual([]);
  });
  afterAll(async () => {
    await desk?.leave();
    await site?.stop();
  });
  return {
    get site() {
      return site!;
    },
    get desk() {
      return desk!;
    },
  };
}
