/** A condition of SQL with the values of its `?`, or nothing where it is not asked for. */
export type Condition = readonly [sql: string, ...values: readonly unknown[]] | undefined;

/** All conditions that are asked for, joined by AND. */
export function where(...conditions: readonly Condition[]): { sql: string; values: unknown[] } {
  const asked = conditions.filter((condition) => condition !== undefined);
  return {
    sql: asked.map(([sql]) => `(${sql})`).join(' AND '),
    values: asked.flatMap(([, ...values]) => values),
  };
}

/** The condition, if there is a value for it. */
export const given = (sql: string, value: string | number | undefined): Condition =>
  value === undefined ? undefined : [sql, value];
