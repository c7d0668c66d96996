import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  HttpClient,
  HttpContext,
  HttpErrorResponse,
  HttpEventType,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';
import { giveBlobsText } from '../../testing/blob-text';
import { DOWNLOAD, downloadInterceptor, fromBlob, timedName } from './download';
import { failureOf } from './failure';

describe('downloadInterceptor', () => {
  let server: HttpTestingController;
  const heard: number[] = [];

  beforeEach(() => {
    heard.length = 0;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([downloadInterceptor])),
        provideHttpClientTesting(),
      ],
    });
    server = TestBed.inject(HttpTestingController);
  });
  afterEach(() => server.verify());

  const ask = (signal: AbortSignal) => {
    const progress = (bytes: number) => void heard.push(bytes);
    const context = new HttpContext().set(DOWNLOAD, { progress, signal });
    return firstValueFrom(
      TestBed.inject(HttpClient).get('/file', { context, responseType: 'blob' }),
    );
  };

  it('tells how much has come', async () => {
    const file = ask(new AbortController().signal);
    const request = server.expectOne('/file');
    expect(request.request.reportDownloadProgress).toBe(true);
    request.event({ type: HttpEventType.DownloadProgress, loaded: 40 });
    request.event({ type: HttpEventType.DownloadProgress, loaded: 90 });
    request.flush(new Blob(['all']));
    expect((await file).size).toBe(3);
    expect(heard).toEqual([40, 90]);
  });

  it('ends the request when it is told to', async () => {
    const end = new AbortController();
    const file = ask(end.signal);
    const request = server.expectOne('/file');
    end.abort();
    expect(request.cancelled).toBe(true);
    await expect(file).rejects.toThrow();
  });

  it('leaves other requests alone', () => {
    TestBed.inject(HttpClient).get('/other').subscribe();
    expect(server.expectOne('/other').request.reportDownloadProgress).toBe(false);
  });
});

describe('fromBlob', () => {
  beforeAll(giveBlobsText);

  it('reads the problem out of a refused download', async () => {
    const problem = {
      title: 'Nothing can be stored',
      detail: 'Later.',
      instance: 'urn:request:r1',
    };
    const error = new Blob([JSON.stringify(problem)]);
    const read = await fromBlob(new HttpErrorResponse({ status: 503, error, url: '/file' }));
    expect(failureOf(read)).toMatchObject({
      title: 'Nothing can be stored',
      request: 'r1',
      status: 503,
    });
  });

  it('says the status when something else answered', async () => {
    const error = new Blob(['<html>Bad gateway</html>']);
    const read = await fromBlob(new HttpErrorResponse({ status: 502, error }));
    expect(failureOf(read).detail).toContain('502');
  });

  it('hands on what is no answer', async () => {
    const error = new Error('cut off');
    expect(await fromBlob(error)).toBe(error);
  });
});

it('a file is called by what it is and when it was made', () => {
  const at = Date.parse('2026-11-23T14:20:29.118Z');
  expect(timedName('mcm-audit', 'csv', at)).toBe('mcm-audit-20261123-142029.csv');
  expect(timedName('mcm-log', 'txt', at)).toBe('mcm-log-20261123-142029.txt');
});
