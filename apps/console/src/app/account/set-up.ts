import type { AdminUser, Status } from '../api/models';
import { needsAttention } from '../overview/attention';
import { counted } from '../ui/formats';

export type SetUpName = 'password' | 'factor' | 'broker';

/** Something that a new installation is left with. */
export interface SetUpStep {
  readonly name: SetUpName;
  readonly title: string;
  readonly detail: string;
  /** `undefined` while it is not known. */
  readonly done: boolean | undefined;
}

/** What is left to set up, and what is done. */
export function setUpSteps(user: AdminUser, status: Status | undefined): readonly SetUpStep[] {
  return [
    {
      name: 'password',
      title: 'Choose a password of your own',
      detail: user.passwordTemporary
        ? 'The one you logged in with was printed, or set by somebody else.'
        : 'Nobody else was shown it.',
      done: !user.passwordTemporary,
    },
    {
      name: 'factor',
      title: 'Turn on the second factor',
      detail: user.mfaEnabled
        ? 'A code is asked for whenever you log in.'
        : 'Whoever learns your password still cannot log in.',
      done: user.mfaEnabled,
    },
    broker(status),
  ];
}

function broker(status: Status | undefined): SetUpStep {
  const step = { name: 'broker', title: 'Look at what MCM says of the broker' } as const;
  if (status === undefined) return { ...step, detail: 'Asking MCM.', done: undefined };
  const [first, ...more] = needsAttention(status).filter(({ kind }) => kind !== 'info');
  if (first === undefined) return { ...step, detail: 'No warnings.', done: true };
  const others = more.length === 0 ? '' : `, and ${counted(more.length, 'warning')} more`;
  return { ...step, detail: `${first.title}${others}.`, done: false };
}
