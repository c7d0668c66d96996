/** The words of `error` alone: what a database adds to its errors is the statement, with all that is in it. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
