import { describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { editSeen, ifMatch, isSame, type Seen } from './seen';

interface Thing {
  readonly name: string;
  readonly roles: readonly string[];
  readonly pending?: string;
  readonly line?: number;
}

const thing: Thing = { name: 'plc-7', roles: ['sensors'] };
/** As the API's client refuses: the answer is the cause. */
const refused = (kind: string) => {
  const error = { type: `/problems/${kind}`, title: kind };
  return new Error(kind, { cause: new HttpErrorResponse({ status: 409, error }) });
};

describe('an edit of what was seen', () => {
  /** Edits a draft that has `versions` one after the other, in which the thing is `now`. */
  const edit = async (now: Thing, ...versions: readonly number[]) => {
    const tried: number[] = [];
    const asked: Seen<Thing>[] = [];
    const result = editSeen(
      { thing, version: 3 },
      () => {
        const seen = { thing: now, version: versions[asked.length] ?? 0 };
        asked.push(seen);
        return Promise.resolve(seen);
      },
      (version) => {
        tried.push(version);
        const current = versions[tried.length - 1] ?? versions.at(-1);
        return version === current
          ? Promise.resolve('done')
          : Promise.reject(refused('draft-changed'));
      },
    );
    const outcome = await result.catch((error: unknown) => error);
    return { tried, reads: asked.length, outcome };
  };

  it('is made in the version in which it was seen', async () => {
    expect(await edit(thing, 3)).toEqual({ tried: [3], reads: 0, outcome: 'done' });
  });

  it('is made in a later one when others changed something else', async () => {
    const elsewhere = { ...thing, line: 12, pending: 'changed' };
    expect(await edit(elsewhere, 5)).toEqual({ tried: [3, 5], reads: 1, outcome: 'done' });
  });

  it('is refused when somebody changed the same', async () => {
    const { tried, outcome } = await edit({ ...thing, roles: [] }, 5);
    expect([tried, outcome]).toEqual([[3], expect.any(Error)]);
  });

  it('is refused for any other reason as it comes', async () => {
    const read = () => Promise.reject(new Error('not to be read'));
    const no = refused('apply-running');
    await expect(editSeen({ thing, version: 3 }, read, () => Promise.reject(no))).rejects.toBe(no);
  });

  it('names the version as an entity tag', () => {
    expect(ifMatch(7)).toEqual({ 'If-Match': '"7"' });
  });
});

describe('two sights of a thing', () => {
  it('are the same wherever it stands, and whether or not it is in force', () => {
    expect(isSame(thing, { ...thing, pending: 'created', line: 3 })).toBe(true);
    expect(isSame(thing, { ...thing, name: 'plc-8' })).toBe(false);
    expect(isSame(thing, undefined)).toBe(false);
    expect(isSame(undefined, undefined)).toBe(true);
  });
});
