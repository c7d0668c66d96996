import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { FakeEvents } from '../../testing/fake-events';
import { Api } from '../api/api';
import {
  createAclRule,
  getAccessBackend,
  listAclRules,
  listTopics,
  updateAclRule,
} from '../api/functions';
import type { AclRule } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { RuleSheet, type RuleSheetInput } from './rule-sheet';

const RULE: AclRule = {
  id: 'a'.repeat(22),
  principalType: 'user',
  principal: 'plc-7',
  permission: 'write',
  topicFilter: 'line2/+/state',
  line: 12,
};

const refused = (kind: string, more: object = {}) => {
  const error = {
    type: `/problems/${kind}`,
    title: 'It was refused',
    detail: 'So it is.',
    ...more,
  };
  return new Error(kind, { cause: new HttpErrorResponse({ status: 409, error }) });
};

describe('the sheet of a rule', () => {
  /** What the draft has now, and its version. */
  let now: { readonly rule: AclRule | undefined; readonly version: number };
  let refusal: Error | undefined;
  let sent: unknown[];
  let closed: unknown[];
  let shown: ComponentFixture<RuleSheet>;
  const host = () => shown.nativeElement as HTMLElement;
  const text = () => host().textContent.replaceAll(/\s+/g, ' ');
  const settle = async () => {
    TestBed.tick();
    await shown.whenStable();
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };
  const type = async (field: string, value: string) => {
    const control = host().querySelector<HTMLInputElement>(`#${field}`)!;
    control.value = value;
    control.dispatchEvent(new Event('input'));
    await settle();
  };
  const save = async () => {
    host().querySelector('form')?.dispatchEvent(new Event('submit'));
    await settle();
  };
  const open = async (data: RuleSheetInput) => {
    TestBed.overrideProvider(MAT_DIALOG_DATA, { useValue: data });
    shown = TestBed.createComponent(RuleSheet);
    document.body.append(host());
    await settle();
  };
  const edit = () => open({ seen: { thing: RULE, version: 3 } });

  const write = (params: Readonly<Record<string, unknown>>) => {
    sent.push(params);
    if (refusal) throw refusal;
    const tag = params['If-Match'];
    if (tag !== undefined && tag !== `"${now.version}"`) throw refused('draft-changed');
    return { ...RULE, ...(params['body'] as object), draftVersion: now.version + 1 };
  };
  const answers = new Map<unknown, (params: Readonly<Record<string, unknown>>) => unknown>([
    [getAccessBackend, () => ({ kind: 'file', checks: [] })],
    [listTopics, () => ({ topics: [] })],
    [
      listAclRules,
      () => ({ rules: now.rule ? [now.rule] : [], draftVersion: now.version, total: 1 }),
    ],
    [createAclRule, write],
    [updateAclRule, write],
  ]);

  beforeEach(() => {
    now = { rule: RULE, version: 3 };
    refusal = undefined;
    sent = [];
    closed = [];
    const invoke = async (operation: unknown, params: Readonly<Record<string, unknown>>) => {
      await Promise.resolve();
      return answers.get(operation)?.(params);
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: Api, useValue: { invoke } },
        { provide: LiveEvents, useClass: FakeEvents },
        { provide: MAT_DIALOG_DATA, useValue: {} },
        { provide: MatDialogRef, useValue: { close: (done: unknown) => closed.push(done) } },
        {
          provide: Session,
          useValue: { token: signal('a-token'), refusal: () => undefined },
        },
      ],
    });
  });

  it('sends nothing while something is missing, and says what', async () => {
    await open({});
    expect(text()).not.toContain('Name the user.');
    await save();
    expect(text()).toContain('Name the user.');
    expect(text()).toContain('Enter a topic, or a filter');
    expect(sent).toEqual([]);
  });

  it('adds a rule without a word of versions: there is nothing that others could have changed', async () => {
    await open({ type: 'user', principal: 'plc-7' });
    await type('rule-filter', 'line2/#');
    await save();
    const body = { principalType: 'user', principal: 'plc-7', permission: 'read' };
    expect(sent).toEqual([{ body: { ...body, topicFilter: 'line2/#' } }]);
    expect(closed).toMatchObject([{ title: 'A rule for user plc-7 was added.' }]);
  });

  it('does nothing when nothing was changed', async () => {
    await edit();
    await save();
    expect([sent, closed]).toEqual([[], [undefined]]);
  });

  it('changes what was seen, also when others changed something else', async () => {
    await edit();
    now = { rule: { ...RULE, line: 14 }, version: 5 };
    await type('rule-description', 'Tells its state');
    await save();
    expect(sent.map((params) => (params as Record<string, unknown>)['If-Match'])).toEqual([
      '"3"',
      '"5"',
    ]);
    expect(closed).toMatchObject([{ title: 'A rule for user plc-7 was changed.' }]);
  });

  it('saves nothing over what somebody else made of it', async () => {
    await edit();
    now = { rule: undefined, version: 5 };
    await type('rule-description', 'Tells its state');
    await save();
    expect(text()).toContain('Somebody changed or deleted this rule in the meantime.');
    expect([sent.length, closed]).toEqual([1, []]);
  });

  it('shows what the server has against it at the field that it is about', async () => {
    await edit();
    const errors = [{ pointer: '/topicFilter', detail: 'Not in this file.' }];
    refusal = refused('validation-failed', { detail: 'Not in this file.', errors });
    await type('rule-filter', 'line2/#');
    await save();
    expect(host().querySelector('#rule-filter-hint')?.textContent).toContain('Not in this file.');
    expect(host().querySelector('mcm-failure-note')).toBeNull();
    refusal = refused('apply-running');
    await save();
    expect(host().querySelector('mcm-failure-note')?.textContent).toContain('It was refused.');
  });
});
