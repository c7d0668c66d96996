import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { giveBlobsText } from '../../testing/blob-text';
import { detailOf, historyOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { getTopic, getTopicHistory } from '../api/functions';
import { HistoryExport } from './history-export';

giveBlobsText();

interface Exported {
  readonly number?: number;
  readonly payload?: { readonly data: string };
}

describe('HistoryExport', () => {
  let bed: TopicsBed;
  let history: HistoryExport;
  let saved: Blob | undefined;

  beforeEach(() => {
    saved = undefined;
    URL.createObjectURL = (blob: Blob) => {
      saved = blob;
      return 'blob:saved';
    };
    URL.revokeObjectURL = () => undefined;
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    bed = new TopicsBed();
    bed.answers.set(getTopic.PATH, ({ number }: { number: number }) =>
      detailOf('a', number, 'whole'),
    );
    bed.answers.set(getTopicHistory.PATH, ({ cursor }: { cursor?: number }) =>
      cursor === undefined
        ? historyOf(
            [
              { number: 3, payloadPreview: '3' },
              { number: 2, truncated: true },
            ],
            {
              nextCursor: 2,
              gaps: [{ reason: 'absent', from: '2026-11-23T14:20:00.000Z' }],
            },
          )
        : historyOf([{ number: 1, payloadFormat: 'binary', payloadPreview: '' }], {
            gaps: [{ reason: 'absent', from: '2026-11-23T14:20:00.000Z' }],
          }),
    );
    history = TestBed.runInInjectionContext(() => new HistoryExport());
  });

  it('has every message that is held, whole, and each gap once', async () => {
    await history.start({ id: 'a', topic: 'line2/filler' });
    const lines = (await saved!.text()).trim().split('\n');
    const messages = lines.map((line) => JSON.parse(line) as Exported);
    expect(messages.map(({ number, payload }) => [number, payload?.data])).toEqual([
      [3, '3'],
      [2, '"whole"'],
      [1, '"whole"'],
      [undefined, undefined],
    ]);
    expect(messages.at(-1)).toEqual({
      gap: { reason: 'absent', from: '2026-11-23T14:20:00.000Z' },
    });
    expect(history.state()).toEqual({ kind: 'idle' });
  });

  it('is not half a file when the server does not answer to the end', async () => {
    bed.answers.set(getTopic.PATH, () => new HttpErrorResponse({ status: 0 }));
    await history.start({ id: 'a', topic: 'a' });
    expect(saved).toBeUndefined();
    expect(history.state()).toMatchObject({ kind: 'failed', failure: { status: 0 } });
  });

  it('ends when it is cancelled', async () => {
    const running = history.start({ id: 'a', topic: 'a' });
    history.cancel();
    await running;
    expect(saved).toBeUndefined();
    expect(history.state()).toEqual({ kind: 'idle' });
    expect(bed.times(getTopicHistory.PATH)).toBe(1);
  });
});
