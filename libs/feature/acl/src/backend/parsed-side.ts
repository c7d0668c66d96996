import type { Policy } from '#domain/access';
import { StepFailed, type Telling } from './access-change.js';

/** What the own readers make of a side of a change. Rejects with StepFailed when the broker would not take it. */
export function requireReadable(policy: Policy, telling: Telling): Promise<void> {
  const fault = faultIn(policy);
  if (fault !== undefined) return Promise.reject(new StepFailed(fault));
  const { aclFile, passwordFile, dynsec } = policy;
  const problems = [aclFile, passwordFile, dynsec].flatMap((file) => file?.problems ?? []);
  const counts = [
    ...(aclFile ? [counted(aclFile.lines.length, 'line')] : []),
    ...(passwordFile ? [counted(passwordFile.users.length, 'user')] : []),
    ...(dynsec
      ? [counted(dynsec.clients.length, 'user'), counted(dynsec.roles.length, 'role')]
      : []),
  ];
  telling.detail([...counts, counted(problems.length, 'problem')].join(', '));
  return Promise.resolve();
}

/** What the broker would refuse, in a sentence: the first there is. */
export function faultIn({ aclFile, passwordFile, dynsec }: Policy): string | undefined {
  const files = { acl_file: aclFile, password_file: passwordFile, 'the plugin’s state': dynsec };
  for (const [name, file] of Object.entries(files)) {
    const fatal = file?.problems.find(({ effect }) => effect === 'refuses');
    if (fatal) return `Line ${fatal.line}, column ${fatal.column} of ${name}: ${fatal.reason}`;
  }
  return undefined;
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
