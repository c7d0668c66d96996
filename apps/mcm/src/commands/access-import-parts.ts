export type ImportFormat = 'csv' | 'password_file';

/** A part of a file that fits into a request. */
export interface ImportPart {
  readonly text: string;
  /** Lines of the file in front of it. */
  readonly linesBefore: number;
}

/** A request has at most 1 MiB, and in JSON some characters take more. */
const MOST_CHARACTERS = 500_000;

/** A password_file in parts of whole lines; a CSV is one: its cells may hold line ends. */
export function importParts(text: string, format: ImportFormat): readonly ImportPart[] {
  if (format === 'csv' || text.length <= MOST_CHARACTERS) return [{ text, linesBefore: 0 }];
  const parts: ImportPart[] = [];
  let linesBefore = 0;
  for (let start = 0; start < text.length;) {
    const limit = start + MOST_CHARACTERS;
    const feed = limit < text.length ? text.lastIndexOf('\n', limit) : text.length;
    const next = feed < start ? text.indexOf('\n', limit) : feed;
    const end = next === -1 ? text.length : next + 1;
    const part = text.slice(start, end);
    parts.push({ text: part, linesBefore });
    linesBefore += part.split('\n').length - 1;
    start = end;
  }
  return parts;
}
