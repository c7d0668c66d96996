import type { Bridge } from './conf-bridges.js';
import type { ConfRule } from './conf-options.js';
import type { ConfPlace, GrowingListener, GrowingPlugin } from './conf-security.js';

/** What the lines above a line in its own file have set up. */
export interface ConfScope {
  readonly path: string;
  /** Whether it is the main file, and not an included one. */
  readonly isMain: boolean;
  listener?: GrowingListener;
  bridge?: Bridge;
  plugin?: GrowingPlugin;
}

/** An option that the broker takes, where it stands, and what it stands below. */
export interface ConfGiven {
  readonly name: string;
  readonly rule: ConfRule;
  readonly rest: string;
  readonly place: ConfPlace;
  readonly scope: ConfScope;
}
