import { bytesOf, parseAclFile } from '#domain/mosquitto';
import type { DifferenceLine, FileDifference, Hunk } from '../api/models';
import { aclTokens } from '../access/acl-tokens';
import { counted } from '../ui/formats';
import type { CodeRow, CodeToken } from '../ui/code-rows';

/** Lines of the file as it is afterwards, by their numbers; absent until somebody wants to see one. */
export type FileLines = readonly string[];

/**
 * A difference of an acl_file as rows: its hunks, and between them what is unchanged, folded.
 *
 * @param unfolded - first lines of the folds that were opened; they stay folded until `before` is there
 * @param before - the lines of the file before
 */
export function differenceRows(
  { hunks }: Pick<FileDifference, 'hunks'>,
  unfolded: ReadonlySet<number> = new Set(),
  before?: FileLines,
): readonly CodeRow[] {
  const rows: CodeRow[] = [];
  let next: Place = { before: 1, after: 1 };
  for (const hunk of hunks) {
    const first = firstOf(hunk, next);
    rows.push(...unchanged(next, first, unfolded, before));
    rows.push(...hunkRows(hunk));
    next = afterOf(hunk, first);
  }
  return rows;
}

/** The next line, by its number before and afterwards. */
interface Place {
  readonly before: number;
  readonly after: number;
}

/** Where a hunk begins: what stands before it is the same, so one number tells the other. */
function firstOf({ lines }: Hunk, next: Place): Place {
  const [first] = lines;
  if (first?.before !== undefined) {
    return { before: first.before, after: next.after + first.before - next.before };
  }
  if (first?.after !== undefined) {
    return { before: next.before + first.after - next.after, after: first.after };
  }
  return next;
}

function afterOf({ lines }: Hunk, first: Place): Place {
  const had = lines.filter(({ kind }) => kind !== 'added').length;
  const has = lines.filter(({ kind }) => kind !== 'removed').length;
  return { before: first.before + had, after: first.after + has };
}

function unchanged(
  from: Place,
  to: Place,
  unfolded: ReadonlySet<number>,
  before: FileLines | undefined,
): readonly CodeRow[] {
  const lines = to.after - from.after;
  if (lines <= 0) return [];
  if (before === undefined || !unfolded.has(from.after)) {
    const text = `${counted(lines, 'line')} unchanged`;
    return [{ kind: 'fold', from: from.after, to: to.after - 1, text }];
  }
  return Array.from({ length: lines }, (_, at) => {
    const text = before[from.before - 1 + at] ?? '';
    return { kind: 'line', number: from.after + at, tokens: () => tokensOf(text) };
  });
}

function hunkRows({ lines }: Hunk): readonly CodeRow[] {
  const partners = partnersOf(lines);
  return lines.map((line): CodeRow => {
    const number = (line.kind === 'removed' ? line.before : line.after) ?? 0;
    const partner = partners.get(line);
    const tokens = () =>
      partner === undefined ? tokensOf(line.text) : marked(line.text, partner.text);
    if (line.kind === 'same') return { kind: 'line', number, tokens };
    return { kind: 'line', number, tokens, change: line.kind };
  });
}

/** Which added line stands in the place of which removed one: one by one, where they stand together. */
function partnersOf(lines: readonly DifferenceLine[]): ReadonlyMap<DifferenceLine, DifferenceLine> {
  const partners = new Map<DifferenceLine, DifferenceLine>();
  let removed: DifferenceLine[] = [];
  let added = 0;
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added > 0) [removed, added] = [[], 0];
      removed.push(line);
    } else if (line.kind === 'added') {
      const partner = removed[added];
      added += 1;
      if (partner !== undefined && isAlike(partner.text, line.text)) {
        partners.set(partner, line).set(line, partner);
      }
    } else {
      [removed, added] = [[], 0];
    }
  }
  return partners;
}

/** Lines with nothing but their keyword in common are not one line that changed. */
function isAlike(one: string, other: string): boolean {
  const [words, others] = [tokensOf(one), tokensOf(other)];
  return words.some(
    ({ kind, text }) =>
      kind !== 'key' && text.trim() !== '' && others.some((token) => token.text === text),
  );
}

function marked(text: string, partner: string): readonly CodeToken[] {
  const others = new Set(tokensOf(partner).map((token) => token.text));
  return tokensOf(text).map((token) => ({ ...token, changed: !others.has(token.text) }));
}

function tokensOf(text: string): readonly CodeToken[] {
  const [line] = parseAclFile(bytesOf(text)).lines;
  return line === undefined ? [{ kind: 'plain', text }] : aclTokens(line);
}
