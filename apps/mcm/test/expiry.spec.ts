import { expect, it } from '@jest/globals';
import { bearer, serve } from './served.js';
import { SessionRow } from '#feature/auth';
import { Database } from '#platform';
import { JwtService } from '@nestjs/jwt';
import { until } from '#testing';

const SECRET = 'a secret that only this test knows.....';

it('a stream is closed and a token refused when the session expires', async () => {
  const served = await serve({ env: { MCM_AUTH_JWT_SECRET: SECRET } });
  try {
    // A log-in lasts a minute at least; this session, made the same way, lasts ten seconds: a machine that stands
    // still for a while must not end it before its stream is open.
    const exp = Math.floor(Date.now() / 1000) + 10;
    const now = Date.now();
    await served.app.get(Database).write((tx) =>
      tx.insert(SessionRow, {
        id: 'short',
        userId: 1,
        createdAt: now,
        expiresAt: exp * 1000,
      }),
    );
    const token = new JwtService({ secret: SECRET }).sign({ sub: '1', jti: 'short', exp });
    expect((await served.ask('/api/v1/auth/me', { headers: bearer(token) })).status).toBe(200);
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    expect(await stream.closed()).toBe(4401);
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1000);
    await until(
      async () => (await served.ask('/api/v1/auth/me', { headers: bearer(token) })).status === 401,
    );
  } finally {
    await served.stop();
  }
});
