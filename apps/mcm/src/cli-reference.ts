import type { McmCommand } from './commands/mcm.command.js';

type Command = McmCommand['root'];

const INTRODUCTION = `<!-- Generated from the commands by \`npm run generate\`. Do not edit. -->

# Command line

\`mcm <command> --help\` says the same. The answer goes to stdout, everything else (warnings, progress, why something
failed) to stderr, so that an answer can be piped on. An argument in \`<>\` has to be given, one in \`[]\` may be. \`-\` as
the name of a file is stdin, where the command says so.

Commands that ask a running server take \`--url\` and \`--token\` for one on another machine, or the variables \`MCM_URL\`
and \`MCM_TOKEN\`. A token given in the variable is not seen in the list of processes.

| Exit code | Meaning |
|---|---|
| 0 | yes, or done |
| 1 | no. Also: could not start (port taken, data folder in use, no Mosquitto to manage) |
| 2 | wrong usage, or a configuration that is not valid (to \`mcm config validate\` that is an answer: 1) |
| 3 | could not find out: MCM does not answer, a file cannot be read, no Node that is new enough, a fault in MCM itself |`;

const SEE_ALSO = `
## See also

[Configuration](configuration.md), [the documentation by task](../README.md).
`;

/** The page `docs/reference/cli.md`: each command below `root`, in the order of its help. */
export function cliReference(root: Command): string {
  const commands = root.commands.flatMap(runnable);
  return [
    INTRODUCTION,
    '',
    '## Options of every command',
    '',
    ...optionsOf(root),
    '',
    '## Commands',
    '',
    '| Command | What it does |',
    '|---|---|',
    ...commands.map(
      (command) =>
        `| [\`${nameOf(command)}\`](#${anchorOf(command)}) | ${cell(command.description())} |`,
    ),
    ...commands.flatMap(chapter),
    SEE_ALSO,
  ].join('\n');
}

/** The commands that do something: those without others below them. */
function runnable(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(runnable);
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

const anchorOf = (command: Command): string => nameOf(command).replaceAll(' ', '-');

function chapter(command: Command): readonly string[] {
  const options = optionsOf(command);
  const more = textAfter(command);
  return [
    '',
    `## ${nameOf(command)}`,
    '',
    `\`${nameOf(command)} ${command.usage()}\`: ${command.description()}.`,
    ...(options.length > 0 ? ['', ...options] : []),
    ...(more === '' ? [] : ['', '```text', more, '```']),
  ];
}

function optionsOf(command: Command): readonly string[] {
  if (command.options.length === 0) return [];
  const rows = command.options.map(
    ({ flags, description }) => `| \`${flags}\` | ${cell(description)} |`,
  );
  return ['| Option | Meaning |', '|---|---|', ...rows];
}

/** What the command's help says behind the options. */
function textAfter(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help.slice(command.helpInformation().length).trim();
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
