/** Without letters and digits that look alike: 32 of them, so that five bits of each byte choose one. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** A password of 100 random bits, in groups that can be read aloud: `k7wq2-…`. */
export function newPassword(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const letters = [...random(new Uint8Array(GROUPS * GROUP_LENGTH))].map(
    (byte) => LETTERS[byte % LETTERS.length],
  );
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}
