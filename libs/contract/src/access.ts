/**
 * What it takes to bring a change of access to the broker, in this order. `parse`: the own readers take it; `shadow`:
 * a broker of its own loads it and answers as it should; `replace`: files are replaced, or commands sent; `reload`: the
 * broker reads its files again; `confirm`: it goes by them; `probe`: it allows, denies and refuses as it should.
 */
export const APPLY_STEPS = [
  'parse',
  'shadow',
  'replace',
  'reload',
  'confirm',
  'probe',
  'commit',
] as const;
export type ApplyStep = (typeof APPLY_STEPS)[number];

/**
 * `restored`: it failed, and what was in force before is again, which is proven. `failed`: it failed, and that could not
 * be brought back or proven; somebody has to look. `refused`: it failed before the broker was touched.
 */
export const APPLY_STATES = [
  'running',
  'restoring',
  'committed',
  'refused',
  'restored',
  'failed',
] as const;
export type ApplyState = (typeof APPLY_STATES)[number];
