import { NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { asProblem } from './as-problem.js';
import { Problem } from './problem.js';

describe('what a caller is told of a failure', () => {
  it('is the problem itself when it is one', () => {
    const problem = new Problem('topic-not-found', 'Gone.');
    expect(asProblem(problem)).toBe(problem);
  });

  it.each<readonly [unknown, string]>([
    [new NotFoundException('internals'), 'not-found'],
    [
      Object.assign(new Error('internals'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE' }),
      'body-too-large',
    ],
    [Object.assign(new Error('internals'), { statusCode: 415 }), 'unsupported-media-type'],
    ...['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_IOERR', 'SQLITE_READONLY'].map(
      (code) => [Object.assign(new Error('internals'), { code }), 'database-unavailable'] as const,
    ),
    [Object.assign(new Error('internals'), { code: 'SQLITE_CONSTRAINT' }), 'internal-error'],
    [new Error('SELECT password_hash …'), 'internal-error'],
    ['thrown text', 'internal-error'],
  ])('is its kind and none of its words: %s', (error, kind) => {
    const body = asProblem(error).body('id');
    expect(body.type).toBe(`/problems/${kind}`);
    expect(JSON.stringify(body)).not.toMatch(/internals|SELECT|thrown/);
  });
});
