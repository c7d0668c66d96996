import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type HttpContext, HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { giveBlobsText } from '../../testing/blob-text';
import type { ExportFormat } from '../api/models';
import { DOWNLOAD } from '../ui/download';
import { logExport } from './log-export';

describe('a log as a file', () => {
  let answer: PromiseWithResolvers<Blob>;
  const asked: ExportFormat[] = [];
  const saved: string[] = [];
  let context: HttpContext;
  const start = () =>
    TestBed.runInInjectionContext(() =>
      logExport('mcm-audit', (format, along) => {
        asked.push(format);
        context = along;
        return answer.promise;
      }),
    );

  beforeEach(() => {
    giveBlobsText();
    answer = Promise.withResolvers<Blob>();
    asked.length = 0;
    saved.length = 0;
    URL.createObjectURL = () => 'blob:a-file';
    URL.revokeObjectURL = () => undefined;
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(`${this.href} ${this.download}`);
    });
  });

  it('says how much has come, and is saved when it is whole', async () => {
    const file = start();
    const done = file.start('csv');
    expect(file.state()).toEqual({ kind: 'running', bytes: 0 });
    context.get(DOWNLOAD)?.progress(4_000);
    expect(file.state()).toEqual({ kind: 'running', bytes: 4_000 });
    answer.resolve(new Blob(['a,b']));
    await done;
    expect(file.state()).toMatchObject({ kind: 'done', bytes: 3 });
    expect(saved).toEqual([expect.stringMatching(/^blob:a-file mcm-audit-\d{8}-\d{6}\.csv$/)]);
    file.dismiss();
    expect(file.state()).toEqual({ kind: 'idle' });
  });

  it('is asked for once at a time', async () => {
    const file = start();
    void file.start('csv');
    await file.start('jsonl');
    expect(asked).toEqual(['csv']);
  });

  it('says why it could not be had', async () => {
    const file = start();
    const done = file.start('jsonl');
    const error = new Blob([JSON.stringify({ title: 'Nothing can be stored', status: 503 })]);
    answer.reject(new HttpErrorResponse({ status: 503, error }));
    await done;
    expect(file.state()).toMatchObject({
      kind: 'failed',
      format: 'jsonl',
      failure: { title: 'Nothing can be stored' },
    });
    expect(saved).toEqual([]);
  });

  it('says nothing of one that was ended here', async () => {
    const file = start();
    const done = file.start('csv');
    file.cancel();
    expect(context.get(DOWNLOAD)?.signal.aborted).toBe(true);
    answer.reject(new Error('no elements in sequence'));
    await done;
    expect(file.state()).toEqual({ kind: 'idle' });
  });
});
