import { describe, expect, it } from '@jest/globals';
import { statusOf } from '../../testing/status';
import type { AdminUser } from '../api/models';
import { setUpSteps } from './set-up';

const fresh: AdminUser = {
  id: 1,
  username: 'admin',
  role: 'admin',
  disabled: false,
  mfaEnabled: false,
  passwordTemporary: true,
  createdAt: '2026-11-23T14:20:31Z',
  updatedAt: '2026-11-23T14:20:31Z',
};
const done = (...question: Parameters<typeof setUpSteps>) =>
  setUpSteps(...question).map((step) => step.done);

describe('what is left to set up', () => {
  it('is everything at first, and the broker is not known yet', () => {
    expect(done(fresh, undefined)).toEqual([false, false, undefined]);
  });

  it('is what has not been done', () => {
    expect(done({ ...fresh, passwordTemporary: false }, statusOf())).toEqual([true, false, true]);
    expect(done({ ...fresh, mfaEnabled: true }, statusOf())).toEqual([false, true, true]);
  });

  it('is a broker with warnings, of which the gravest is named', () => {
    const warnings = [{ key: 'mosquitto.managed', text: 'For trying out.' }];
    const [, , one] = setUpSteps(fresh, statusOf({ warnings }));
    expect(one).toMatchObject({ done: false, detail: 'For development only.' });
    const gone = { ...statusOf().broker, status: 'disconnected' } as const;
    const [, , two] = setUpSteps(fresh, statusOf({ warnings, broker: gone }));
    expect(two?.detail).toBe('The broker cannot be reached, and 1 warning more.');
  });

  it('is not what is only worth knowing', () => {
    expect(done(fresh, statusOf({ sys: { figures: [] } }))).toEqual([false, false, true]);
  });
});
