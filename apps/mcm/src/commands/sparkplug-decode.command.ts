import { CommandRunner, Help, SubCommand } from 'nest-commander';
import { decodePayload, describePayload, isBlank, NO_BIRTH } from '#domain/sparkplug';
import { inflate } from '#link/sparkplug';
import { nameOf, readInput } from './acl-input.js';
import { Output } from './acl-output.js';
import { visible } from './acl-text.js';
import { Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';
import { payloadText } from './sparkplug-text.js';

const HELP = `
FILE holds one payload as it was published (- for stdin), such as
  mosquitto_sub -t 'spBv1.0/#' -C 1 -N > payload.bin

Aliases are shown as numbers: what they mean stands in the birth of the node.

Exit code: 0 it is a Sparkplug B payload, 1 it is none, 2 wrong usage, 3 the
file cannot be read.
`;

/** Works on a file alone: without a server, a database or a broker. */
@SubCommand({
  name: 'decode',
  arguments: '<file>',
  description: 'say what a Sparkplug B payload holds',
})
export class SparkplugDecodeCommand extends CommandRunner {
  async run([file = '', ...others]: readonly string[]): Promise<void> {
    if (others.length > 0) throw new Misuse('only one payload can be decoded');
    const { json } = this.command.optsWithGlobals<GlobalOptions>();
    const read = decodePayload(await readInput(file), { inflate });
    const { payload, problem = { reason: 'It has no field of such a payload', offset: 0 } } = read;
    const output = new Output(process.stdout);
    if (payload === undefined || isBlank(payload)) {
      process.exitCode = EXIT.no;
      if (json) await output.write(`${JSON.stringify({ problem })}\n`);
      const where = `${nameOf(file)}, byte ${problem.offset}`;
      process.stderr.write(
        `mcm: no Sparkplug B payload: ${visible(`${where}: ${problem.reason}`)}\n`,
      );
      return;
    }
    process.exitCode = EXIT.yes;
    const described = describePayload(payload, NO_BIRTH);
    await output.write(json ? `${JSON.stringify(described)}\n` : payloadText(described));
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
