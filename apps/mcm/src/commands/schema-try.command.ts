import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { JSON_SCHEMA_DRAFTS as DRAFTS } from '#contract';
import type { Draft, SchemaFault, SchemaVerdict } from '#domain/schema';
import { nameOf, readInput } from './acl-input.js';
import { refuseTwoStdins } from './acl-options.js';
import { Output } from './acl-output.js';
import { visible } from './acl-text.js';
import { CannotTell, Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';

interface Options extends GlobalOptions {
  readonly schema?: string;
  readonly payload?: string;
  readonly draft?: Draft;
}

const HELP = `
Without --payload, only the schema itself is looked at. What is wrong is a line
each: WHERE: WHAT, where WHERE is a JSON pointer, or / for the whole.

Exit code: 0 the payload fits (or the schema can be used), 1 it does not, 2 wrong
usage, 3 a file cannot be read, or the schema cannot be used for the payload.
`;

/** Works on files alone: without a server, a database or a broker. */
@SubCommand({
  name: 'try',
  description: 'say whether a payload fits a JSON Schema, and what is wrong with it',
})
export class SchemaTryCommand extends CommandRunner {
  async run(): Promise<void> {
    const { json, schema: file, payload, draft } = this.command.optsWithGlobals<Options>();
    if (file === undefined) throw new Misuse('name the file of the schema with --schema');
    refuseTwoStdins([file, payload]);
    // Much to load, and nothing that the server or another command needs.
    const { compileSchema, readPayload } = await import('#domain/schema');
    const compiled = compileSchema(await readDocument(file), draft);
    if (payload === undefined) {
      await tell(json, compiled.faults, { valid: !compiled.faults, draft: compiled.schema?.draft });
      return;
    }
    if (compiled.schema === undefined) throw unusable(file, compiled.faults);
    const verdict: SchemaVerdict = compiled.schema.judge(readPayload(await readInput(payload)));
    await tell(json, verdict.errors, { ...verdict, draft: compiled.schema.draft });
  }

  @Option({ flags: '--schema <file>', description: 'the JSON Schema (- for stdin)' })
  schema(path: string): string {
    return path;
  }

  @Option({ flags: '--payload <file>', description: 'the payload (- for stdin)' })
  payload(path: string): string {
    return path;
  }

  @Option({
    flags: '--draft <draft>',
    description: `where the schema does not say: ${DRAFTS.join(', ')} (default: ${DRAFTS[0]})`,
  })
  draft(word: string): Draft {
    const draft = DRAFTS.find((one) => one === word);
    if (draft === undefined) throw new Misuse(`--draft has to be one of ${DRAFTS.join(', ')}`);
    return draft;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

async function readDocument(path: string): Promise<unknown> {
  const { readPayload } = await import('#domain/schema');
  const { isJson, value } = readPayload(await readInput(path));
  if (!isJson) throw new CannotTell(`${nameOf(path)} is no JSON`);
  return value;
}

function unusable(path: string, faults: readonly SchemaFault[]): CannotTell {
  return new CannotTell(`${nameOf(path)} cannot be used:\n${faults.map(line).join('\n')}`);
}

async function tell(
  json: boolean | undefined,
  wrong: readonly SchemaFault[] | undefined,
  verdict: { readonly valid: boolean; readonly draft: Draft | undefined },
): Promise<void> {
  process.exitCode = verdict.valid ? EXIT.yes : EXIT.no;
  const errors = wrong ?? [];
  const lines = [verdict.valid ? 'valid' : 'not valid', ...errors.map(line)];
  const text = json ? JSON.stringify({ ...verdict, errors }) : lines.join('\n');
  await new Output(process.stdout).write(`${text}\n`);
}

const line = ({ pointer, detail }: SchemaFault): string =>
  visible(`${pointer === '' ? '/' : pointer}: ${detail}`);
