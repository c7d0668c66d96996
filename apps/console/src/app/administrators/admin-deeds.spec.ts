import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpHeaders } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Api } from '../api/api';
import {
  deleteAdminUser,
  listUserApiTokens,
  listUserSessions,
  resetAdminUserPassword,
} from '../api/functions';
import type { AdminUser, ApiToken } from '../api/models';
import { Session } from '../session/session';
import { Confirm } from '../ui/confirm';
import type { Question } from '../ui/question';
import { AdminDeeds } from './admin-deeds';

const weiss: AdminUser = {
  id: 7,
  username: 't.weiss',
  role: 'operator',
  disabled: false,
  mfaEnabled: true,
  passwordTemporary: false,
  createdAt: '2026-11-23T14:20:31Z',
  updatedAt: '2026-11-23T14:20:31Z',
};
const token = (name: string): ApiToken => ({
  id: 1,
  name,
  role: 'viewer',
  createdAt: '2026-11-23T14:20:31Z',
  expiresAt: '2027-11-23T14:20:31Z',
});

describe('what an admin does to somebody', () => {
  const me = signal<AdminUser | undefined>(undefined);
  let tokens: ApiToken[];
  let answer: boolean;
  let question: Question | undefined;
  const asked: (readonly [unknown, unknown])[] = [];
  const invoke = (operation: unknown, params: unknown) => {
    asked.push([operation, params]);
    if (operation === listUserSessions) return Promise.resolve({ sessions: [{}, {}] });
    if (operation === listUserApiTokens) return Promise.resolve({ tokens });
    if (operation === resetAdminUserPassword) return Promise.resolve({ password: 'made up' });
    return Promise.resolve();
  };
  const confirm = {
    async ask(given: Question) {
      question = given;
      if (answer) await given.act();
      return answer;
    },
  };
  const hits = () => Object.fromEntries(question?.hits ?? []);

  beforeEach(() => {
    asked.length = 0;
    tokens = [];
    answer = true;
    question = undefined;
    me.set(undefined);
    const headers = new HttpHeaders({ etag: '"4"' });
    TestBed.configureTestingModule({
      providers: [
        AdminDeeds,
        {
          provide: Api,
          useValue: { invoke, invoke$Response: () => Promise.resolve({ headers, body: weiss }) },
        },
        { provide: Confirm, useValue: confirm },
        { provide: Session, useValue: { user: me } },
      ],
    });
  });

  it('is said with what it hits before it is done', async () => {
    tokens = ['ci', 'backup', 'hmi', 'lab', 'test'].map(token);
    await TestBed.inject(AdminDeeds).delete(weiss);
    expect(hits()).toMatchObject({
      Sessions: '2 sessions end at once',
      'API tokens': 'revoked: ci, backup, hmi and 2 more',
    });
    expect(question?.undo).toBeUndefined();
    expect(question?.typed).toEqual({ what: 'name', text: 't.weiss' });
    expect(hits()['You']).toBeUndefined();
  });

  it('is a delete of the version that was read', async () => {
    await TestBed.inject(AdminDeeds).delete(weiss);
    expect(asked.at(-1)).toEqual([deleteAdminUser, { id: 7, 'If-Match': '"4"' }]);
  });

  it('is not done when it is not confirmed', async () => {
    answer = false;
    expect(await TestBed.inject(AdminDeeds).delete(weiss)).toBe(false);
    expect(await TestBed.inject(AdminDeeds).resetPassword(weiss)).toBeUndefined();
    expect(asked.map(([operation]) => operation)).not.toContain(deleteAdminUser);
  });

  it('warns who does it to themselves', async () => {
    me.set(weiss);
    await TestBed.inject(AdminDeeds).endSessions(weiss);
    expect(hits()['You']).toContain('this is you');
  });

  it('hands on the password that the server made, once', async () => {
    expect(await TestBed.inject(AdminDeeds).resetPassword(weiss)).toBe('made up');
  });
});
