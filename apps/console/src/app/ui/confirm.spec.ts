import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { lastValueFrom, throwError } from 'rxjs';
import { Session } from '../session/session';
import { Confirm } from './confirm';
import type { Question } from './question';

describe('Confirm', () => {
  const token = signal<string | undefined>('a-token');
  let confirm: Confirm;
  let acts: (() => Promise<void>)[];

  const question: Question = {
    heading: 'Revoke the token grafana?',
    hits: [['Last used', '3 min ago']],
    go: 'Revoke it',
    keep: 'Keep it',
    act: () => acts.shift()?.() ?? Promise.resolve(),
  };
  const dialog = () => document.querySelector('mcm-confirm-dialog');
  const text = () => dialog()?.textContent.replaceAll(/\s+/g, ' ') ?? '';
  const settle = async () => {
    TestBed.tick();
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };
  const press = async (name: string) => {
    const buttons = [...(dialog()?.querySelectorAll('button') ?? [])];
    buttons.find((button) => button.textContent.trim() === name)?.click();
    await settle();
  };

  beforeEach(() => {
    token.set('a-token');
    acts = [];
    TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: { token } }] });
    confirm = TestBed.inject(Confirm);
  });

  it('names what it hits, and does nothing when told to keep it', async () => {
    acts = [() => Promise.reject(new Error('was done'))];
    const asked = confirm.ask(question);
    await settle();
    expect(text()).toContain('Revoke the token grafana?');
    expect(text()).toContain('Last used3 min agoUndoCannot be undone');
    await press('Keep it');
    expect(await asked).toBe(false);
    expect(acts).toHaveLength(1);
  });

  it('stays open and says why when it fails, and can be tried again', async () => {
    const error = { title: 'Nothing can be stored at the moment', detail: 'The disk is full.' };
    acts = [() => lastValueFrom(throwError(() => new HttpErrorResponse({ status: 503, error })))];
    const asked = confirm.ask(question);
    await settle();
    await press('Revoke it');
    expect(text()).toContain('Nothing can be stored at the moment. The disk is full.');
    await press('Revoke it');
    expect(await asked).toBe(true);
  });

  it('goes when the session ends', async () => {
    const asked = confirm.ask(question);
    await settle();
    token.set(undefined);
    await settle();
    expect(await asked).toBe(false);
  });
});
