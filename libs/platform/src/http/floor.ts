import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { atLeast, type RoleFloor } from '#contract';
import type { AuditSink, SecurityNotice } from '../audit/audit-sink.js';
import { HTTP_LIMITS } from './create-http.js';
import { localPrincipal } from './local-door.js';
import type { Principal, Principals } from './principal.js';
import { Problem } from './problem.js';
import { routeLabel } from './record-requests.js';
import { describeRoute } from './route-config.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    floor?: RoleFloor;
    /** Not for API tokens. */
    sessionOnly?: boolean;
    /** About the caller's own account: not for those who have none. */
    ownAccount?: boolean;
    /** The largest body, where it is not that of all routes. */
    bodyBytes?: number;
  }
  interface FastifyRequest {
    principal?: Principal;
  }
}

/** The least role that may call a handler: checked at run time, shown in OpenAPI and in the console. */
export const Floor = (floor: RoleFloor) =>
  applyDecorators(
    describeRoute({ floor }),
    ApiExtension('x-role-floor', floor),
    ...(floor === 'public' ? [] : [ApiBearerAuth()]),
  );

/** Only for people who logged in: with an API token, nobody may gain or keep rights. */
export const SessionOnly = () =>
  applyDecorators(describeRoute({ sessionOnly: true }), ApiExtension('x-session-only', true));

/** About the caller's own account, which the owner of the data folder does not have. */
export const OwnAccount = () => describeRoute({ ownAccount: true });

/** Takes a whole file: its body may be as large as {@link HTTP_LIMITS.largeBodyBytes}. */
export const LargeBody = () => describeRoute({ bodyBytes: HTTP_LIMITS.largeBodyBytes });

/** Whoever asks without a log-in has a name, a password and a code to say: of this, twice the most. */
const PUBLIC_BODY_BYTES = 8_192;

/**
 * Refuses every request below its route's floor, before its body is read. Covers all routes of the
 * server, raw ones too: with one that declares no floor, the server does not start.
 */
export function enforceFloors(
  http: FastifyInstance,
  principals: Principals,
  sink: Pick<AuditSink, 'notice'>,
): void {
  const routes: RouteOptions[] = [];
  http.addHook('onRoute', (route) => {
    routes.push(route);
    const { floor, bodyBytes } = route.config ?? {};
    const limit = floor === 'public' ? PUBLIC_BODY_BYTES : bodyBytes;
    if (limit !== undefined) route.bodyLimit ??= limit;
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
    const principal = localPrincipal(request.raw) ?? (await principals.resolve(request.headers));
    const refusal = refusalOf(request, principal);
    if (refusal) {
      const { notice } = refusal;
      const where = { sourceIp: request.clientAddress, route: routeLabel(request) };
      if (notice) sink.notice({ ...notice, ...where });
      throw refusal.problem;
    }
    if (typeof principal !== 'string') request.principal = principal;
  });
}

interface Refusal {
  readonly problem: Problem;
  /** Nothing of what the owner of the data does is of interest. */
  readonly notice?: SecurityNotice;
}

function refusalOf(
  { routeOptions: { config } }: FastifyRequest,
  principal: Principal | Exclude<Awaited<ReturnType<Principals['resolve']>>, Principal>,
): Refusal | undefined {
  if (typeof principal === 'string') {
    const problem = new Problem(
      'not-authenticated',
      'Log in, then send "Authorization: Bearer <token>".',
    );
    return { problem, notice: { category: 'protected_api_access_failed', reason: principal } };
  }
  const { role, username, via } = principal;
  const denied = { category: 'protected_api_access_denied', username } as const;
  const { floor, sessionOnly, ownAccount } = config;
  if (floor === undefined || floor === 'public' || !atLeast(role, floor)) {
    const detail = `The role needed is ${floor ?? 'none that exists'}; yours is ${role}.`;
    const problem = new Problem('role-too-low', detail);
    return { problem, notice: { ...denied, reason: 'insufficient_role' } };
  }
  if (sessionOnly && via === 'api-token') {
    const problem = new Problem('session-required', 'Log in with a password to do this.');
    return { problem, notice: { ...denied, reason: 'session_required' } };
  }
  if (ownAccount && via === 'local') {
    return { problem: new Problem('account-required', 'Log in with a user name and a password.') };
  }
  return undefined;
}
