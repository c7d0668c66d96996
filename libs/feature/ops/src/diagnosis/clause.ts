/** Words that keep their capital letter, and have no other. */
const NAMES = /^(?:Mosquitto|Debian|Docker)\b/;
/** A word, or a figure of speech of one letter, that has a capital letter for its place alone. */
const FIRST_WORD = /^[A-Z][a-z]*(?=[\s,])/;

/** A sentence as it stands behind a colon: without the capital letter and the full stop. */
export function clause(sentence: string): string {
  const whole = sentence.replace(/\.$/, '');
  if (NAMES.test(whole) || !FIRST_WORD.test(whole)) return whole;
  return `${whole.charAt(0).toLowerCase()}${whole.slice(1)}`;
}
