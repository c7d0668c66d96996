import { ValidateBy } from 'class-validator';

/** RFC 3339 section 5.6, always with a zone: without one, JavaScript would take that of the server. */
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** The time that `text` names, in milliseconds since 1970; `undefined` when there is no such time. */
export function timeOf(text: string): number | undefined {
  if (!DATE_TIME.test(text)) return undefined;
  const time = Date.parse(text.toUpperCase());
  // JavaScript takes the 30th of February for the 2nd of March, and 24:00 for the next day.
  const [year = 0, month = 0, day = 0, hour = 0] = text.slice(0, 13).split(/\D/).map(Number);
  const exists = new Date(Date.UTC(year, month - 1, day, hour)).getUTCDate() === day;
  return Number.isNaN(time) || !exists ? undefined : time;
}

/** Checks that a member is a time, as RFC 3339 writes it; {@link timeOf} reads it. */
export const IsDateTime = () =>
  ValidateBy({
    name: 'isDateTime',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && timeOf(value) !== undefined,
      defaultMessage: (asked) =>
        typeof asked?.value === 'string' && DATE_TIME.test(asked.value)
          ? '$property is a time that does not exist'
          : '$property must be a date and time with its zone (RFC 3339), such as 2026-11-25T08:00:00Z',
    },
  });
