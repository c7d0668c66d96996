import type { BrokerVersion, FileProblem } from '#domain/mosquitto';
import type { Finding, LintedFile } from './lint-finding.js';
import type { Policy } from './policy.js';

const RULES = {
  refuses: { rule: 'file-refused', severity: 'fault' },
  misreads: { rule: 'file-misread', severity: 'fault' },
  ignores: { rule: 'file-ignored', severity: 'warning' },
} as const;

/** What is wrong with the files themselves, and what the broker does about it. */
export function* problemFindings({
  broker,
  aclFile,
  passwordFile,
  dynsec,
}: Policy): Generator<Finding> {
  yield* findings('acl_file', aclFile?.problems, broker);
  yield* findings('password_file', passwordFile?.problems, broker);
  const fatal = dynsec?.unreadable;
  if (fatal !== undefined) {
    const { line, reason: message } = fatal;
    yield { ...RULES.refuses, file: 'dynamic-security', line, message };
  }
  const others = dynsec?.problems.filter((problem) => problem !== fatal);
  yield* findings('dynamic-security', others, broker);
}

function* findings(
  file: LintedFile,
  problems: readonly FileProblem[] = [],
  broker: BrokerVersion,
): Generator<Finding> {
  for (const { line, reason, effect } of problems) {
    // Those of the plugin's state say themselves what is left out.
    const isSaid = file === 'dynamic-security' && effect === 'ignores';
    const message = isSaid ? reason : `${reason} ${consequenceOf(file, effect, broker)}`;
    yield { ...RULES[effect], file, line, message };
  }
}

/** What the broker does about a problem of one of its files, at its start and at a reload, as a sentence or two. */
export function consequenceOf(
  file: LintedFile,
  effect: FileProblem['effect'],
  broker: BrokerVersion,
): string {
  const name = `Mosquitto ${broker.line}`;
  switch (effect) {
    case 'ignores':
      return `${name} reads on as if this were not there.`;
    case 'misreads':
      return `${name} takes the file, but not as it looks; what it makes of it is not known.`;
    case 'refuses':
      return file === 'acl_file' && broker.badAclOnReload === 'drops-rules'
        ? `${name} does not start with this file; at a reload it drops all rules, and everybody may publish and receive everything.`
        : `${name} does not start with this file; at a reload it stops.`;
  }
}
