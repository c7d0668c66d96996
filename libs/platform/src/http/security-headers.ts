import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** For everything that is not the console's page: nothing may load, run or frame it. */
const CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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

/** Gives each answer the headers that keep a browser from misusing it; a route may set its own first. */
export function sendSecurityHeaders(http: FastifyInstance): void {
  http.addHook('onRequest', (_, reply, done) => {
    reply.headers(ALWAYS).header('content-security-policy', CLOSED);
    done();
  });
  http.addHook('onSend', (request, reply, _, done) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    done();
  });
}
