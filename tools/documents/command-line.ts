/** The commands of `mcm` with their options, as docs/reference/cli.md lists them. */
export class CommandLine {
  private readonly options = new Map<string, ReadonlySet<string>>();
  private readonly everywhere: ReadonlySet<string>;

  constructor(reference: string) {
    const [, ...chapters] = reference.split(/^## /m);
    for (const chapter of chapters) {
      const [heading = ''] = chapter.split('\n');
      this.options.set(heading, new Set(flagsOf(chapter)));
    }
    this.everywhere = new Set([
      ...(this.options.get('Options of every command') ?? []),
      '--help',
      '-h',
    ]);
  }

  /** What is wrong with a command as a document writes it, with `…`, `<name>` or CAPITALS for what is left out. */
  faultOf(command: string): string | undefined {
    const words = command.split(/\s+/);
    const name = this.longestName(words);
    if (name === undefined) {
      const group = command.replace(/ …$/, '');
      const isGroup = [...this.options.keys()].some((one) => one.startsWith(`${group} `));
      const isHelp = words.slice(1).every((word) => word.startsWith('-') || word.startsWith('<'));
      return isGroup || isHelp ? undefined : 'there is no such command';
    }
    const known = this.options.get(name) ?? new Set();
    const strange = words
      .map((word) => /^-{1,2}[a-z][a-z-]*/.exec(word)?.[0])
      .find((flag) => flag !== undefined && !known.has(flag) && !this.everywhere.has(flag));
    return strange === undefined ? undefined : `${name} has no ${strange}`;
  }

  private longestName(words: readonly string[]): string | undefined {
    const names = words.map((_, index) => words.slice(0, index + 1).join(' '));
    return names.findLast((name) => this.options.has(name));
  }
}

/** Those of the tables, and those that the text of a command's help explains. */
function flagsOf(chapter: string): readonly string[] {
  const rows = chapter.split('\n').filter((line) => line.startsWith('| `-'));
  return rows.flatMap((row) => row.split(' | ')[0]?.match(/(?<![\w-])-{1,2}[a-z][a-z-]*/g) ?? []);
}

/** The commands of `mcm` that a document names in its text, as code. */
export function namedCommands(markdown: string): readonly string[] {
  const prose = markdown.replace(/^ *(`{3,}|~{3,})[\s\S]*?^ *\1 *$/gm, '');
  return [...prose.matchAll(/`(mcm [a-z][^`]*)`/g)].map(([, command = '']) =>
    command.replaceAll(/\s+/g, ' '),
  );
}
