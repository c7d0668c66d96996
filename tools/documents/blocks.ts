/** A fenced block of a Markdown document. */
export interface Block {
  /** The document, as a path from the repository's folder. */
  readonly page: string;
  /** Where the fence opens, from 1. */
  readonly line: number;
  /** How many headings stand before it. */
  readonly section: number;
  /** The word behind the fence; empty without one. */
  readonly language: string;
  /** Without the indentation of the fence. Ends with a line break unless it is empty. */
  readonly text: string;
}

interface Open {
  readonly indent: number;
  readonly fence: string;
  readonly line: number;
  readonly language: string;
}

/** The fenced blocks of a document, in order. One that is never closed goes on to the end, as in CommonMark §4.5. */
export function blocksOf(page: string, markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: Open | undefined;
  let [text, section] = ['', 0];
  const close = () => {
    if (open) blocks.push({ page, line: open.line, section, language: open.language, text });
    open = undefined;
    text = '';
  };
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', fence, language = ''] = /^( *)(`{3,}|~{3,})\s*([^\s`]*)/.exec(line) ?? [];
    if (!open) {
      if (/^#{1,6} /.test(line)) section += 1;
      if (fence) open = { indent: indent.length, fence, line: index + 1, language };
    } else if (fence?.startsWith(open.fence) && line.trim() === fence) {
      close();
    } else {
      text += `${withoutIndent(line, open.indent)}\n`;
    }
  }
  close();
  return blocks;
}

/** How a test names a block. */
export const placeOf = ({ page, line }: Pick<Block, 'page' | 'line'>): string => `${page}:${line}`;

const withoutIndent = (line: string, most: number): string =>
  line.slice(Math.min(most, line.length - line.trimStart().length));
