import { describe, expect, it } from '@jest/globals';
import type { AlertWindow } from '../api/models';
import {
  newWindow,
  windowDraftOf,
  windowFaults,
  windowRequestOf,
  type WindowDraft,
} from './window-draft';

const NOW = Date.parse('2026-11-23T14:20:00.000Z');
const kept = { id: 1, createdAt: '', updatedAt: '' };
const draftOf = (change: Partial<WindowDraft>) => ({
  ...newWindow(NOW, 'UTC'),
  ...{ name: 'Cleaning', ...change },
});
const faultsOf = (change: Partial<WindowDraft>) =>
  Object.fromEntries(windowFaults(draftOf(change)));

describe('a maintenance window in the form', () => {
  it('begins now and lasts an hour, for all rules', () => {
    expect(windowRequestOf(draftOf({}))).toEqual({
      ...{ name: 'Cleaning', from: '2026-11-23T14:20:00.000Z', until: '2026-11-23T15:20:00.000Z' },
    });
  });

  it.each<Omit<AlertWindow, 'id' | 'createdAt' | 'updatedAt'>>([
    { name: 'Once', from: '2026-11-24T08:00:00.000Z', until: '2026-11-24T09:30:00.000Z' },
    {
      name: 'Nights',
      weekly: { days: ['mon', 'sun'], from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' },
      ...{ ruleIds: [3, 4], labels: { hall: 'B' } },
    },
  ])('comes out as it went in: $name', (window) => {
    expect(windowRequestOf(windowDraftOf({ ...kept, ...window }, NOW, 'UTC'))).toEqual(window);
  });

  it('says what is wrong, at its field', () => {
    expect(faultsOf({})).toEqual({});
    expect(faultsOf({ name: ' ', until: '2026-11-23T01:00' })).toEqual({
      ...{ '/name': 'Give it a name.', '/until': 'The end has to be after the beginning.' },
    });
    expect(faultsOf({ from: '' })).toMatchObject({ '/from': 'Choose a time.' });
    const weekly = { kind: 'weekly', timeZone: 'Berlin', weeklyFrom: '' } as const;
    expect(faultsOf(weekly)).toEqual({
      '/weekly/days': 'Choose a day.',
      '/weekly/from': 'It must be a time such as 22:00.',
      '/weekly/timeZone': 'A time zone such as Europe/Berlin or UTC.',
    });
  });
});
