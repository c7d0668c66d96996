import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { atLeast, type RoleFloor } from '#contract';
import type { Principal, Principals } from './principal.js';
import { Problem } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    floor?: RoleFloor;
  }
  interface FastifyRequest {
    principal?: Principal;
  }
}

/** The least role that may call a handler: checked at run time, shown in OpenAPI and in the console. */
export const Floor = (floor: RoleFloor) =>
  applyDecorators(
    RouteConfig({ floor }),
    ApiExtension('x-role-floor', floor),
    ...(floor === 'public' ? [] : [ApiBearerAuth()]),
  );

/**
 * Refuses every request below its route's floor, before its body is read. Covers all routes of the
 * server, raw ones too: with one that declares no floor, the server does not start.
 */
export function enforceFloors(http: FastifyInstance, principals: Principals): void {
  const routes: RouteOptions[] = [];
  http.addHook('onRoute', (route) => {
    routes.push(route);
  });
  // Not in onRoute: a plugin's own onRoute hook, which may set the floor, runs after ours.
  http.addHook('onReady', (done) => {
    // Fail closed: a route that does not say who may call it is a bug, not a public endpoint.
    const silent = routes.filter(({ config }) => config?.floor === undefined);
    const names = silent.map(({ method, url }) => `${String(method)} ${url}`);
    done(names.length > 0 ? new Error(`No floor is declared for ${names.join(', ')}.`) : undefined);
  });
  http.addHook('onRequest', async (request) => {
    const { floor } = request.routeOptions.config;
    if (request.is404 || floor === 'public') return;
    request.principal = await authorize(request, floor, principals);
  });
}

async function authorize(
  request: FastifyRequest,
  floor: Exclude<RoleFloor, 'public'> | undefined,
  principals: Principals,
): Promise<Principal> {
  const principal = await principals.resolve(request.headers);
  if (!principal) {
    throw new Problem('not-authenticated', 'Log in, then send "Authorization: Bearer <token>".', {
      headers: { 'www-authenticate': 'Bearer realm="mcm"' },
    });
  }
  if (floor === undefined || !atLeast(principal.role, floor)) {
    const needed = floor ?? 'none that exists';
    throw new Problem('role-too-low', `The role needed is ${needed}; yours is ${principal.role}.`);
  }
  return principal;
}
