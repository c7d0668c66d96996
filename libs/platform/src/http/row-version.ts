import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** The version of the thing that a request is about: which one it expects, and which one there is. */
export class RowVersion {
  constructor(
    private readonly ifMatch: string | undefined,
    private readonly reply: FastifyReply,
  ) {}

  /**
   * The version that the change may be made to, from `If-Match`; `undefined` when any will do. Of several,
   * the one that there is `now`, if it is among them.
   *
   * @throws Problem `stale-version` when it names none
   */
  expected(now: number): number | undefined {
    if (this.ifMatch === undefined || this.ifMatch.trim() === '*') return undefined;
    const versions = this.ifMatch.split(',').flatMap(versionOf);
    const [first] = versions;
    if (first === undefined) {
      throw new Problem('stale-version', 'If-Match holds no ETag that was given out here.');
    }
    return versions.includes(now) ? now : first;
  }

  /** Answers with the entity tag of `version` (RFC 9110 section 8.8.3). */
  tell(version: number): void {
    void this.reply.header('etag', `"${version}"`);
  }
}

/** The {@link RowVersion}, as a parameter of a handler. */
export const Version = createParamDecorator((_: unknown, context: ExecutionContext): RowVersion => {
  const http = context.switchToHttp();
  const { headers } = http.getRequest<FastifyRequest>();
  return new RowVersion(headers['if-match'], http.getResponse<FastifyReply>());
});

/** Nothing for a tag of somebody else's, and for a weak one: those never match (RFC 9110 section 13.1.1). */
function versionOf(tag: string): number[] {
  const [, version] = /^"(\d{1,15})"$/.exec(tag.trim()) ?? [];
  return version === undefined ? [] : [Number(version)];
}
