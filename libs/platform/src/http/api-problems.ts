import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, type ProblemKind } from '#contract';

class ProblemErrorDto {
  /** JSON pointer (RFC 6901) to the faulty member of the request. */
  @ApiProperty({ type: String, example: '/username' })
  readonly pointer: string;

  @ApiProperty({ type: String, example: 'must not be empty' })
  readonly detail: string;
}

/** The body of every failed answer (RFC 9457). */
export class ProblemDto {
  @ApiProperty({ type: String, example: '/problems/validation-failed' })
  readonly type: string;

  @ApiProperty({ type: String })
  readonly title: string;

  @ApiProperty({ type: Number, example: 400 })
  readonly status: number;

  @ApiProperty({ type: String, required: false })
  readonly detail?: string;

  @ApiProperty({ type: String, example: 'urn:request:5f1d7a84c0b94c5d8f0e5a31' })
  readonly instance: string;

  @ApiProperty({ type: [ProblemErrorDto], required: false })
  readonly errors?: readonly ProblemErrorDto[];
}

const responseOf = (kinds: readonly ProblemKind[]) => ({
  description: kinds.map((kind) => `\`${kind}\`: ${PROBLEMS[kind].title}.`).join(' '),
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
});

interface Operation {
  readonly requestBody?: unknown;
  readonly 'x-audit-action'?: unknown;
  readonly 'x-role-floor'?: unknown;
  responses: Record<string, { description?: string; $ref?: string } | undefined>;
}

/** Of the document's `components`: what every route answers to a request that never reaches its handler. */
export const COMMON_RESPONSES = { HeadersTooLarge: responseOf(['headers-too-large']) };

/** Adds to an operation what the server itself refuses there, whatever its handler is. */
export function addCommonProblems(operation: Operation): void {
  const audited = operation['x-audit-action'] !== undefined;
  const kinds: readonly ProblemKind[] = [
    ...(operation.requestBody === undefined ? [] : BODY_PROBLEMS),
    ...(audited ? (['database-unavailable'] as const) : []),
    ...(audited && operation['x-role-floor'] !== 'public' ? (['too-many-requests'] as const) : []),
  ];
  for (const kind of kinds) {
    const { status } = PROBLEMS[kind];
    const { description = '', ...response } = operation.responses[status] ?? responseOf([kind]);
    const told = description.includes(`\`${kind}\``);
    const all = told ? description : `${description} ${responseOf([kind]).description}`;
    operation.responses[status] = { ...response, description: all };
  }
  operation.responses[PROBLEMS['headers-too-large'].status] = {
    $ref: '#/components/responses/HeadersTooLarge',
  };
}

const BODY_PROBLEMS = ['malformed-request', 'body-too-large', 'unsupported-media-type'] as const;

/** Documents which problems a handler answers with; texts and status come from the one table. */
export function ApiProblems(...kinds: readonly ProblemKind[]) {
  const byStatus = Map.groupBy(kinds, (kind) => PROBLEMS[kind].status);
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...[...byStatus].map(([status, group]) =>
      ApiResponse({
        status,
        ...responseOf(group),
      }),
    ),
  );
}
