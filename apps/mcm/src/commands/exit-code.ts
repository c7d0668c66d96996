/** What the exit code of every command says. */
export const EXIT = {
  yes: 0,
  no: 1,
  /** Wrong usage or a configuration that is not valid. */
  misuse: 2,
  couldNotFindOut: 3,
} as const;
