import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RowVersion } from '#platform';
import type { Editor } from '../edit/access-drafts.js';

export const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'The draft’s version, in quotes: refuses the edit when somebody else was faster.',
} as const;

/** What may keep anybody from reading the draft. */
export const READS = [
  ...(['validation-failed', 'not-authenticated', 'role-too-low', 'access-read-only'] as const),
  ...(['policy-unreadable', 'broker-unavailable', 'revision-not-kept'] as const),
  'database-unavailable',
] as const;

/** What may keep anybody from editing it. */
export const EDITS = [...READS, 'draft-changed', 'apply-running', 'not-supported'] as const;

/** Who edits the draft, and which version of it was read, as a parameter of a handler. */
export const Editing = createParamDecorator((_: unknown, context: ExecutionContext): Editor => {
  const http = context.switchToHttp();
  const { principal, headers } = http.getRequest<FastifyRequest>();
  if (!principal) throw new Error('A handler with a public floor edits the draft.');
  const version = new RowVersion(headers['if-match'], http.getResponse<FastifyReply>());
  const expected = version.expected(NEVER);
  return { username: principal.username, ...(expected !== undefined && { expected }) };
});

/** No draft has this version. */
const NEVER = -1;
