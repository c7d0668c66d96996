/** MCM's account on the broker that proves which revision is in force; it may use nothing but its own topics. */
export const PROBE_USER = 'mcm-probe';

/** The topics that the probe of a revision may use are all below this one. */
export const probeFilter = (revision: number): string => `mcm/probe/${revision}/#`;

export const probeTopic = (revision: number, name: string): string =>
  `mcm/probe/${revision}/${name}`;
