import type { Holds } from './reading.js';

interface Heard {
  readonly at: number;
  /** For how long nothing has to be heard, in ms. */
  readonly silence: number;
  /** Since when every message would have been heard; absent: it would not be now. */
  readonly listeningSince: number | undefined;
  /** The last sign of life, if there was one. */
  readonly heardAt: number | undefined;
}

/** Whether a topic is silent. Time in which nobody listened is no silence. */
export function judgeSilence({ at, silence, listeningSince, heardAt }: Heard): Holds {
  if (listeningSince === undefined) return 'unknown';
  if (heardAt !== undefined && at - heardAt < silence) return false;
  return at - Math.max(heardAt ?? 0, listeningSince) >= silence ? true : 'unknown';
}
