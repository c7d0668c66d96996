const SENTENCES = /^(.*?)\.\s+(?=[A-Z])(.*\.)$/s;
/** What the system said, behind the last sentence. */
const CODE = /^(.*\.)( \([A-Z]+\))$/s;
const LOOK_UP = 'Look it up in docs/doctor.md.';

/**
 * What is so, and what to do. Our errors and warnings write them either as sentences of their own (`What is so. What to
 * do.`), or in one that goes on without a full stop (`what is so: what to do`).
 * @param otherwise the remedy of those that name none
 */
export function parted(
  message: string,
  otherwise = LOOK_UP,
): { readonly what: string; readonly hint: string } {
  const [, told = message, code = ''] = CODE.exec(message) ?? [];
  const [, what, hint] = SENTENCES.exec(told) ?? [];
  if (what !== undefined && hint !== undefined) return { what: `${what}${code}`, hint };
  if (told.endsWith('.')) return { what: `${told.slice(0, -1)}${code}`, hint: otherwise };
  return partedAtColon(message, otherwise);
}

function partedAtColon(sentence: string, otherwise: string) {
  const at = sentence.lastIndexOf(': ');
  if (at < 0) return { what: sentence, hint: otherwise };
  const remedy = sentence.slice(at + 2);
  return {
    what: sentence.slice(0, at),
    hint: `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`,
  };
}
