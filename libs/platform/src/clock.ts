/** The time in milliseconds since 1970. */
export type Clock = () => number;

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('CLOCK');

/** A time as the API writes it: RFC 3339, UTC, to the millisecond. */
export const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();
