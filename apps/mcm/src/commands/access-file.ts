import { isNode, LineCounter, parseDocument, stringify, type Document } from 'yaml';
import { DeclarationInvalid, declaredBy, type DeclarationProblem } from '#domain/change';
import { syntaxProblems } from '#platform';
import { visible } from './acl-text.js';
import { nameOf, readInput } from './acl-input.js';
import { Misuse } from './command-error.js';

/** More than any declaration needs; one alias in another grows fast. */
const MOST_ALIASES = 1_000;

/** An access file that was read. */
export interface AccessFile {
  /** What it says, as JSON has it. */
  readonly declaration: Record<string, unknown>;
  /** Problems with the lines that they are about, one each. */
  readonly told: (problems: readonly DeclarationProblem[]) => string;
}

/** Reads a file, or stdin for `-`. @throws FileError, and Misuse with the lines that are wrong */
export async function readAccessFile(path: string): Promise<AccessFile> {
  const name = nameOf(path);
  const bytes = await readInput(path);
  const lines = new LineCounter();
  const document = parseDocument(utf8(bytes, name), {
    lineCounter: lines,
    prettyErrors: false, // they quote the file, and with it passwords
    stringKeys: true,
  });
  const problems = syntaxProblems(name, document, lines);
  if (problems.length > 0) {
    throw new Misuse(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'));
  }
  const declaration = contentOf(document, name);
  const told: AccessFile['told'] = (all) =>
    all
      .map(({ pointer, detail }) => `${name}:${lineOf(document, lines, pointer)}: ${detail}`)
      .map(visible)
      .join('\n');
  refuseInvalid(declaration, told);
  return { declaration, told };
}

/** What people read and keep: `declaration` as YAML. */
export function accessFileText(declaration: object, comment: string): string {
  return `# ${comment}\n${stringify(declaration, { lineWidth: 0 })}`;
}

function utf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    // TypeError: TextDecoder has no other way to say so.
    throw new Misuse(`${name} is not UTF-8 text`, { cause });
  }
}

function contentOf(document: Document, name: string): Record<string, unknown> {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as Record<string, unknown>;
  } catch (cause) {
    // ReferenceError: whether aliases grow beyond all bounds is known only when they are resolved.
    throw new Misuse(`${name} has aliases that grow beyond all bounds`, { cause });
  }
}

function refuseInvalid(declaration: unknown, told: AccessFile['told']): void {
  try {
    declaredBy(declaration);
  } catch (error) {
    // Whether it is a declaration is known by reading it as one.
    if (!(error instanceof DeclarationInvalid)) throw error;
    throw new Misuse(told(error.problems), { cause: error });
  }
}

/** Of what the pointer names, or of that which should have it. */
function lineOf(document: Document, lines: LineCounter, pointer: string): number {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length).map(indexOf), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

const indexOf = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);
