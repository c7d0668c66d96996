import type { Block } from './blocks.js';

/** What a document shows as printed: a block of text behind one of commands, in the same section. */
export interface Shown {
  readonly commands: Block;
  readonly output: Block;
}

/** The blocks of output among the blocks of a document. */
export function shownOutput(blocks: readonly Block[]): readonly Shown[] {
  return blocks.flatMap((output, index) => {
    const commands = blocks[index - 1];
    const isOutput = output.language === 'text' && commands?.language === 'sh';
    return isOutput && commands.section === output.section ? [{ commands, output }] : [];
  });
}

/** The lines of `shown` of which nothing like it was printed: `…` stands for anything, a number for any number. */
export function unlike(shown: string, printed: string): readonly string[] {
  const lines = printed.split('\n').map((line) => line.trim());
  return shown
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .filter((line) => !lines.some((one) => patternOf(line).test(one)));
}

const patternOf = (line: string): RegExp =>
  new RegExp(
    `^${line
      .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      .replaceAll('…', '.*')
      .replace(/\d+/g, '\\d+')}$`,
  );
