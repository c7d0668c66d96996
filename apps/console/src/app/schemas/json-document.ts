import { bytesOf, type JsonNode, readJson, textOf } from '#domain/mosquitto';

/** What a text is as JSON: its value, or on which line it stops being any. */
export type ReadDocument =
  | { readonly value: unknown }
  | { readonly fault: { readonly line: number; readonly text: string } };

/** A line in what a browser says of a text: `line 3 column 7`. */
const TOLD_LINE = /\bline (\d+)/;
const NEWLINE = 10;

export function readDocument(text: string): ReadDocument {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    // SyntaxError: somebody is writing. Browsers say where in words of their own, or not at all.
    return { fault: faultOf(text, error instanceof Error ? error.message : '') };
  }
}

/**
 * The line of the value that a JSON pointer leads to, or of what it leads to as far as there is anything.
 *
 * @param pointer - as in RFC 6901: `/properties/a~1b/type`
 */
export function lineOf(text: string, pointer: string): number {
  const bytes = bytesOf(text);
  const { root } = readJson(bytes);
  if (root === undefined) return 1;
  let [node, at] = [root, root.at];
  for (const segment of segmentsOf(pointer)) {
    const next = childOf(node, segment);
    if (next === undefined) break;
    ({ node, at } = next);
  }
  return lineAt(bytes, at);
}

/** Where a member of the outermost object has its value, as places in the text; nothing without such a member. */
export function memberSpan(
  text: string,
  name: string,
): { readonly from: number; readonly to: number } | undefined {
  const bytes = bytesOf(text);
  const { root } = readJson(bytes);
  const child = root === undefined ? undefined : childOf(root, name);
  if (child === undefined) return undefined;
  const length = (until: number) => textOf(bytes.subarray(0, until)).length;
  return { from: length(child.node.at), to: length(child.node.end) };
}

function faultOf(text: string, message: string): { readonly line: number; readonly text: string } {
  if (text.trim() === '') return { line: 1, text: 'Write a JSON Schema here.' };
  const bytes = bytesOf(text);
  const { fault, unread } = readJson(bytes);
  if (fault !== undefined) return { line: lineAt(bytes, fault.at), text: fault.reason };
  if (unread !== undefined)
    return { line: lineAt(bytes, unread), text: 'The document ended before this.' };
  // What the broker’s reader lets pass and JSON does not: a number such as 01, a line break in a string.
  return { line: Number(TOLD_LINE.exec(message)?.[1] ?? 1), text: 'This is not JSON.' };
}

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The member or item, and where it begins: a member with its name. */
function childOf(
  node: JsonNode,
  segment: string,
): { readonly node: JsonNode; readonly at: number } | undefined {
  if (node.kind === 'array') {
    const item = /^\d+$/.test(segment) ? node.items[Number(segment)] : undefined;
    return item && { node: item, at: item.at };
  }
  // Of several members of one name the last counts, as JSON.parse has it.
  const member =
    node.kind === 'object' ? node.members.findLast(({ key }) => key === segment) : undefined;
  return member && { node: member.value, at: member.at };
}

/** Counted from 1. */
function lineAt(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let place = 0; place < at && place < bytes.length; place += 1)
    if (bytes[place] === NEWLINE) line += 1;
  return line;
}
