import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { AuditAction } from '#contract';
import type { Clock } from '../clock.js';
import { asProblem } from '../http/as-problem.js';
import { ActLimit } from './act-limit.js';
import { AuditNote } from './audit-note.js';
import type { Actor, AuditAct, AuditOutcome, AuditSink } from './audit-sink.js';

/**
 * Writes into the audit trail what every changing handler is about to do, and then how it ended. Without
 * the first nothing is done; without the second nobody is told that it was.
 *
 * Behind a public floor anybody may knock, and must not fill the trail with it: there only what was
 * granted is recorded, before the answer. What was refused is an event of the security log. And whoever has a
 * log-in may fill it only so fast: see {@link ActLimit}.
 */
export class AuditInterceptor implements NestInterceptor {
  private readonly limit: ActLimit;

  constructor(
    private readonly sink: AuditSink,
    clock: Clock,
  ) {
    this.limit = new ActLimit(clock);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { audit: action, floor } = request.routeOptions.config;
    if (action === undefined) return next.handle();
    request.auditNote = new AuditNote(request.principal);
    return from(
      floor === 'public'
        ? this.recordSuccess(action, request, next)
        : this.recordBoth(action, request, next),
    );
  }

  private async recordSuccess(action: AuditAction, request: FastifyRequest, next: CallHandler) {
    const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
    // A step on the way, such as a password that asks for a code, has nobody to name yet.
    if (noteOf(request).actor !== undefined) {
      await this.sink.record(actOf(action, request), outcomeOf('success', request));
    }
    return answer;
  }

  private async recordBoth(action: AuditAction, request: FastifyRequest, next: CallHandler) {
    const { principal } = request;
    const counted = principal?.via === 'local' ? undefined : principal?.sessionId;
    const ownAffair = request.routeOptions.config.floor === 'viewer';
    if (counted !== undefined) {
      this.limit.check(counted);
      if (ownAffair) this.limit.count(counted);
    }
    const intent = await this.sink.begin(actOf(action, request));
    let answer: unknown;
    try {
      answer = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      if (counted !== undefined && !ownAffair) this.limit.count(counted);
      // Whatever was thrown is the caller's answer; the trail only takes note of it.
      const reason = asProblem(error).kind;
      const outcome = { ...outcomeOf('failure', request), reason };
      await this.sink.end(intent, actOf(action, request), outcome);
      throw error;
    }
    await this.sink.end(intent, actOf(action, request), outcomeOf('success', request));
    return answer;
  }
}

function noteOf({ auditNote }: FastifyRequest): AuditNote {
  return auditNote ?? new AuditNote();
}

function outcomeOf(result: 'success' | 'failure', request: FastifyRequest): AuditOutcome {
  return { result, changes: noteOf(request).changesOf(result) };
}

function actOf(action: AuditAction, request: FastifyRequest): AuditAct {
  const { resourceId = idOf(request), resourceName } = noteOf(request);
  return {
    action,
    actor: actorOf(request),
    requestId: request.id,
    ...(resourceId !== undefined && { resourceId }),
    ...(resourceName !== undefined && { resourceName }),
  };
}

/** The thing that the address names. */
function idOf({ params, routeOptions }: FastifyRequest): string | undefined {
  const { auditedBy = 'id' } = routeOptions.config;
  return (params as Readonly<Record<string, string | undefined>>)[auditedBy]?.slice(0, 64);
}

function actorOf({ principal, auditNote, clientAddress: address }: FastifyRequest): Actor {
  if (!principal) {
    const name = auditNote?.actor;
    return name === undefined
      ? { name: 'anonymous', via: 'anonymous', address }
      : { name, via: 'session', address };
  }
  const { username, via, tokenName } = principal;
  if (via === 'local') return { name: username, via };
  return {
    ...{ name: username, via, address },
    ...(tokenName !== undefined && { token: tokenName }),
  };
}
