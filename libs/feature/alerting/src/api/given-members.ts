/** The members of a DTO that were given: as the compiler makes its class, the others are there, and undefined. */
export const givenMembers = (dto: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(dto).filter(([, value]) => value !== undefined));
