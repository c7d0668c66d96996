/** One step of the schema, written by hand. Each runs in a transaction of its own and only forwards. */
export interface Migration {
  /** 1, 2, 3, … without gaps; the database's `user_version` once applied. */
  readonly version: number;
  readonly name: string;
  /** SQL for SQLite, one statement each. Foreign keys are checked at the end, so tables can be rebuilt. */
  readonly statements: readonly string[];
}
