/** A sentence cut where names and filters stand in it, so that they can be set as code. */
export interface TextPart {
  readonly text: string;
  readonly code: boolean;
}

export function codeParts(sentence: string, codes: readonly string[]): readonly TextPart[] {
  const wanted = codes.filter((code) => code !== '').sort((a, b) => b.length - a.length);
  const parts: TextPart[] = [];
  let start = 0;
  let at = 0;
  while (at < sentence.length) {
    const code = wanted.find((candidate) => standsAt(sentence, candidate, at));
    if (code === undefined) {
      at += 1;
      continue;
    }
    if (at > start) parts.push({ text: sentence.slice(start, at), code: false });
    parts.push({ text: code, code: true });
    at += code.length;
    start = at;
  }
  if (start < sentence.length) parts.push({ text: sentence.slice(start), code: false });
  return parts;
}

/** Whether a name stands here as a word of its own: the user `a` does not stand in `at`. */
function standsAt(sentence: string, code: string, at: number): boolean {
  if (!sentence.startsWith(code, at)) return false;
  const [before, after] = [sentence[at - 1], sentence[at + code.length]];
  return !isWord(before) && !isWord(after);
}

const isWord = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character);
