import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** For everything that is not the console's page: nothing may load, run or frame it. */
const CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Of everything below the API, and of every failure: nobody may keep it. */
export const NOT_STORED = { 'cache-control': 'no-store' } as const;

/** What every answer has; a route may set its own first. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'content-security-policy': CLOSED,
} as const;

/** A fresh nonce for one page: 128 bits. */
export const pageNonce = (): string => randomBytes(16).toString('base64');

/** The console's policy; only styles that Angular adds under `nonce` are let in besides its files. */
export function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types angular',
  ].join('; ');
}

/** Of the page with the API's operations: Swagger UI draws with data images and sets styles on its elements. */
export function documentationPolicy(): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Gives each answer the headers that keep a browser from misusing it; a route may set its own first. */
export function sendSecurityHeaders(http: FastifyInstance): void {
  http.addHook('onRequest', (_, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  http.addHook('onSend', (request, reply, _, done) => {
    // By its route: one address may be written in many ways.
    const { url } = request.routeOptions;
    if (request.is404 || url?.startsWith('/api/')) reply.headers(NOT_STORED);
    done();
  });
}
