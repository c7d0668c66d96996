import { notValid } from '#platform';

/** Some whole numbers as one word that means nothing to anybody else. */
export const cursorOf = (...numbers: readonly number[]): string =>
  Buffer.from(numbers.join('.')).toString('base64url');

/** The numbers in a cursor of ours; a problem for anything else. */
export function readCursor(cursor: string, count: number): readonly number[] {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const numbers = text.split('.').map((part) => (/^\d{1,16}$/.test(part) ? Number(part) : NaN));
  if (numbers.length !== count || !numbers.every(Number.isSafeInteger)) {
    throw notValid('cursor', 'is not the nextCursor of a page');
  }
  return numbers;
}
