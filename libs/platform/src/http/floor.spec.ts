import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '#contract';
import { createHttpAdapter } from './create-http.js';
import { enforceFloors, Floor } from './floor.js';
import type { Principals } from './principal.js';
import { ProblemFilter } from './problem.filter.js';

@Controller()
class Doors {
  @Get('lobby')
  @Floor('public')
  lobby(): string {
    return 'come in';
  }

  @Get('office')
  @Floor('operator')
  office(): string {
    return 'sit down';
  }
}

@Controller()
class Hole {
  @Get('hole')
  enter(): string {
    return 'unseen';
  }
}

@Module({ controllers: [Doors] })
class House {}

@Module({ controllers: [Doors, Hole] })
class HouseWithHole {}

/** Knows whoever says a role in place of a token. */
const byRole: Principals = {
  resolve: ({ authorization }) => {
    const role = ROLES.find((name) => authorization === name);
    if (!role) return Promise.resolve('missing_bearer_token');
    const who = { userId: 1, username: role, role, via: 'session', sessionId: 's' } as const;
    const principal = { ...who, expiresAt: 0 };
    return Promise.resolve(principal);
  },
  onEnded: () => () => undefined,
};

let app: NestFastifyApplication;
afterEach(() => app.close());

async function open(module: typeof House | typeof HouseWithHole): Promise<NestFastifyApplication> {
  app = await NestFactory.create<NestFastifyApplication>(module, createHttpAdapter(), {
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  enforceFloors(app.getHttpAdapter().getInstance(), byRole, { notice: () => undefined });
  return app;
}

describe('a floor', () => {
  it.each<[string, Role | undefined, number]>([
    ['/lobby', undefined, 200],
    ['/office', undefined, 401],
    ['/office', 'viewer', 403],
    ['/office', 'auditor', 403],
    ['/office', 'operator', 200],
    ['/office', 'admin', 200],
  ])('of %s answers %s with %i', async (url, role, status) => {
    const house = await open(House);
    await house.init();
    await house.getHttpAdapter().getInstance().ready();
    const headers = role === undefined ? {} : { authorization: role };
    expect((await house.inject({ url, headers })).statusCode).toBe(status);
  });

  it('is missed before the server listens when a handler has none', async () => {
    const house = await open(HouseWithHole);
    await expect(house.listen(0, '127.0.0.1')).rejects.toThrow(
      'No floor is declared for GET /hole, HEAD /hole.',
    );
  });
});
