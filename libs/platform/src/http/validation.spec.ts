import { describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { Problem } from './problem.js';
import { validationPipe } from './validation.js';

class Wish {
  @IsString()
  name: string;
}

async function refusal(value: unknown): Promise<Problem> {
  const checked = validationPipe().transform(value, { type: 'body', metatype: Wish });
  const error: unknown = await checked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error('It was let through.', { cause: error });
  return error;
}

const strangers = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, 0]));
const nested = (levels: number): unknown =>
  JSON.parse(`{"name":"a","x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`);

describe('a request that is more than anybody has to say', () => {
  it.each([
    ['members', strangers(125_000), 'It has more than 1000 members.'],
    ['members of members', { a: strangers(600), b: strangers(600) }, 'more than 1000 members'],
    ['elements', { name: Array.from({ length: 1_001 }, () => 1) }, 'more than 1000 members'],
    ['levels', nested(4_000), 'It is nested deeper than 32 levels.'],
    ['levels, by one', nested(33), 'It is nested deeper than 32 levels.'],
  ])('is refused at once for its %s', async (_, value, why) => {
    const { kind, message, extensions } = await refusal(value);
    expect([kind, message]).toEqual(['validation-failed', expect.stringContaining(why)]);
    expect(extensions.errors).toBeUndefined();
  });

  it('is told 20 faults, and how many more there are', async () => {
    const { message, extensions } = await refusal({ name: 'a', ...strangers(999) });
    expect(extensions.errors).toHaveLength(20);
    expect(message).toMatch(/\/x0 is not known here; .*; and 979 more faults\.$/);
    expect((await refusal({ name: 'a', ...strangers(21) })).message).toMatch(/and 1 more fault\.$/);
    expect((await refusal({ name: 'a', ...strangers(20) })).message).not.toContain('more');
  });

  it('is looked at up to 32 levels', async () => {
    expect((await refusal(nested(32))).message).toBe('/x is not known here.');
  });
});
