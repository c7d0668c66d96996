/** What was written as JSON by ourselves. */
export const fromJson = (text: string): unknown => JSON.parse(text);

/** Nothing for null: SQLite has no other word for what is absent. */
export const given = <Name extends string, T>(
  name: Name,
  value: T | null | undefined,
): { readonly [N in Name]?: T } =>
  (value === null || value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: T };
