import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Change } from '#contract';
import type { Principal } from '../http/principal.js';
import { difference } from './difference.js';

declare module 'fastify' {
  interface FastifyRequest {
    auditNote?: AuditNote;
  }
}

/** What a handler tells the audit trail about the change it makes; everything else the trail knows by itself. */
export class AuditNote {
  resourceId: string | undefined;
  resourceName: string | undefined;
  /** Where the route is public: who it turned out to be. */
  actor: string | undefined;
  private done: readonly Change[] = [];
  private attempted: readonly Change[] = [];

  /** Who acts, if anybody has to be known here. */
  constructor(readonly caller?: Principal) {}

  /** Which thing it is, and what people call it. */
  about(id: string | number, name?: string): this {
    this.resourceId = String(id);
    this.resourceName = name ?? this.resourceName;
    return this;
  }

  by(username: string): this {
    this.actor = username;
    return this;
  }

  /** The thing before and after; `undefined` where there was or is none. Forgotten when the act fails. */
  changed(before: object | undefined, after: object | undefined): this {
    this.done = difference(before, after);
    return this;
  }

  /** What is about to be done, where it may be done though it seems to fail. Kept however the act ends. */
  attempts(what: object): this {
    this.attempted = difference(undefined, what);
    return this;
  }

  /** What the trail says of an act that ended so. */
  changesOf(result: 'success' | 'failure'): readonly Change[] {
    return result === 'success' ? [...this.attempted, ...this.done] : this.attempted;
  }
}

/** The note of this request, as a parameter of a handler that is audited. */
export const Note = createParamDecorator((_: unknown, context: ExecutionContext): AuditNote => {
  const { auditNote } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!auditNote) throw new Error('A handler that is not audited asked for its note.');
  return auditNote;
});
