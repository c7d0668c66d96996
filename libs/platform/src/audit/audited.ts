import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import type { AuditAction } from '#contract';
import { describeRoute } from '../http/route-config.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    audit?: AuditAction;
    /** The parameter of the address that names the thing. */
    auditedBy?: string;
    /** Changes nothing, whatever its method says. */
    readsOnly?: boolean;
  }
}

/**
 * What the audit trail calls what this handler does, and which parameter of the address names the thing that
 * it does it to. Every handler that is not a GET has one.
 */
export const Audited = (action: AuditAction, parameter = 'id') =>
  applyDecorators(
    describeRoute({ audit: action, auditedBy: parameter }),
    ApiExtension('x-audit-action', action),
  );

/** A question that is too long for an address, and so is a POST: it changes nothing and is not audited. */
export const ReadsOnly = () =>
  applyDecorators(describeRoute({ readsOnly: true }), ApiExtension('x-reads-only', true));

/** Methods that change nothing (RFC 9110 section 9.2.1). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Keeps the server from starting with a route that changes something and has no name in the audit trail. */
export function requireAuditNames(http: FastifyInstance): void {
  const silent: string[] = [];
  http.addHook('onRoute', ({ method, url, config }) => {
    const changing = [method].flat().filter((name) => !SAFE.has(name));
    if (config?.audit === undefined && !config?.readsOnly)
      silent.push(...changing.map((name) => `${name} ${url}`));
  });
  http.addHook('onReady', (done) => {
    done(
      silent.length > 0
        ? new Error(`No audit name is declared for ${silent.join(', ')}.`)
        : undefined,
    );
  });
}
