import type { AccessApplyDto, AccessPlanDto } from '#feature/acl';
import { confirm } from './access-confirm.js';
import { planOf, type OwnDraft } from './access-draft.js';
import { follow, outcomeText } from './access-follow.js';
import type { ApplyOptions } from './access-options.js';
import { planText, text } from './access-plan-text.js';
import type { Ask } from './asking.js';
import { Output } from './acl-output.js';
import { EXIT } from './exit-code.js';

/** What is applied: a draft that the command made, or else the one that is there. */
export interface Applying {
  readonly draft?: OwnDraft;
  readonly options: ApplyOptions;
}

/** Shows the plan of the draft, asks, applies it, and leaves the exit code. */
export async function applyDraft(ask: Ask, { draft, options }: Applying): Promise<void> {
  const output = new Output(process.stdout);
  const told = options.json === true ? undefined : output;
  const plan = await planOf(ask, draft);
  await told?.write(planText(plan));
  const apply = await applied(ask, plan, options, told);
  const isApplied = apply?.state === 'committed';
  const passwords = isApplied ? (draft?.passwords ?? []) : [];
  process.exitCode = isApplied ? EXIT.yes : EXIT.no;
  if (told === undefined) {
    const json = { applied: isApplied, plan, ...(apply && { apply }), passwords };
    await output.write(`${JSON.stringify(json)}\n`);
    return;
  }
  if (apply) await output.write(outcomeText(apply));
  await output.write(passwordText(passwords));
}

/** Passwords that were made, for people. */
export function passwordText(passwords: OwnDraft['passwords']): string {
  if (passwords.length === 0) return '';
  const lines = passwords.map(({ username, password }) => `  ${username} ${password}`);
  return text(['', 'passwords that were made, shown this once:', ...lines]);
}

/** Nothing when it is not begun: it cannot be, or nobody wants it. */
async function applied(
  ask: Ask,
  plan: AccessPlanDto,
  { yes = false, force = false, note }: ApplyOptions,
  output: Output | undefined,
): Promise<AccessApplyDto | undefined> {
  const why = whyNot(plan, force);
  if (why !== undefined) {
    process.stderr.write(`mcm: ${why}\n`);
    return undefined;
  }
  if (!yes && !(await confirm('Apply this?'))) {
    process.stderr.write('mcm: not applied\n');
    return undefined;
  }
  const body = { version: plan.version, force, ...(note !== undefined && { note }) };
  const begun = (await ask('POST', '/api/v1/access/apply', body)) as AccessApplyDto;
  await output?.write(text(['', `applying revision ${begun.number}:`]));
  return follow(ask, begun.number, output);
}

function whyNot(
  { problems, obstacles, lockout }: AccessPlanDto,
  force: boolean,
): string | undefined {
  if (problems.some(({ effect }) => effect === 'refuses')) {
    return 'the broker would not take it; it is not applied';
  }
  if (obstacles.length > 0) return 'it cannot be applied now';
  if (lockout.length === 0 || force) return undefined;
  return 'MCM itself would lose what it needs on the broker; --force applies it all the same';
}
