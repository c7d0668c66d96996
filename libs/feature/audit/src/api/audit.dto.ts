import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { AUDIT_ACTIONS, AUDIT_RESULTS, type AuditAction, type AuditResult } from '#contract';
import type { Entry } from '#domain/ledger';
import { ANY_JSON, timestamp, type Actor } from '#platform';
import type { AuditPage } from '../audit-reader.js';
import { readBody } from '../entry-body.js';
import { cursorOf } from './cursor.js';

/** Characters that are shown of an entry that cannot be read. */
const MOST_TEXT = 500;

export class AuditActorDto {
  /** A user name, `cli:<uid>`, `system`, or `anonymous`. */
  readonly name: string;
  @ApiProperty({ enum: ['session', 'api-token', 'local', 'system', 'anonymous'] })
  readonly via: Actor['via'];
  /** The name of the API token, if it was one. */
  readonly token?: string;
  /** The client's address. */
  readonly address?: string;
}

export class AuditChangeDto {
  /** JSON pointer (RFC 6901) into the thing. */
  readonly pointer: string;
  /** Any JSON value; absent where there was no such member. A secret reads `[secret]`. */
  @ApiProperty({ ...ANY_JSON, required: false })
  readonly before?: unknown;
  /** Any JSON value; absent where there is no such member any more. A secret reads `[secret]`. */
  @ApiProperty({ ...ANY_JSON, required: false })
  readonly after?: unknown;
}

/** One act: how it ended, or, with the result `started`, what was begun and has no end yet. */
export class AuditEventDto {
  /** The number of the entry in the chain: of the outcome, or of the intent that has none yet. */
  @ApiProperty({ type: 'integer' })
  readonly id: number;
  @ApiProperty({ format: 'date-time' })
  readonly occurredAt: string;
  readonly actor: AuditActorDto;
  @ApiProperty({ enum: AUDIT_ACTIONS, enumName: 'AuditAction' })
  readonly action: AuditAction;
  /** The kind of thing: the noun of the action. */
  readonly resourceType: string;
  readonly resourceId?: string;
  /** What people call the thing. */
  readonly resourceName?: string;
  @ApiProperty({ enum: AUDIT_RESULTS, enumName: 'AuditResult' })
  readonly result: AuditResult;
  /** Why it failed: the kind of the problem. */
  readonly reason?: string;
  /** What was changed; of a failure what was attempted, where it may have been done all the same. */
  readonly changes: AuditChangeDto[];
  readonly requestId: string;
  /** The number of the entry that says what was intended. */
  @ApiProperty({ type: 'integer', required: false })
  readonly intent?: number;
  /** The link of the chain: HMAC-SHA256 in hexadecimal. */
  readonly hash: string;

  /** Nothing when the entry was altered so that it is none any more. */
  static of({ number: id, body, hash }: Entry): AuditEventDto | undefined {
    const said = readBody(body);
    if (!said) return undefined;
    const { at, action, actor, requestId, resourceId, resourceName, intent, outcome } = said;
    const { result = 'started', reason, changes = [] } = outcome ?? {};
    return {
      ...{ id, occurredAt: timestamp(at), actor, action },
      resourceType: action.slice(0, action.indexOf('.')),
      ...(resourceId !== undefined && { resourceId }),
      ...(resourceName !== undefined && { resourceName }),
      result,
      ...(reason !== undefined && { reason }),
      ...{ changes: [...changes], requestId },
      ...(intent !== undefined && { intent }),
      hash: Buffer.from(hash).toString('hex'),
    };
  }
}

/** An entry that was altered so that it is no entry any more; the verification says more. */
export class UnreadableEntryDto {
  /** The number of the entry in the chain. */
  @ApiProperty({ type: 'integer' })
  readonly id: number;
  @ApiProperty({ enum: [true], type: Boolean })
  readonly unreadable: true;
  /** What is there instead, at most the first 500 characters. */
  readonly text: string;
  readonly hash: string;

  static of({ number: id, body, hash }: Entry): UnreadableEntryDto {
    const text = Buffer.from(body).toString().slice(0, MOST_TEXT);
    return { id, unreadable: true, text, hash: Buffer.from(hash).toString('hex') };
  }
}

export type AuditRow = AuditEventDto | UnreadableEntryDto;

export const auditRow = (entry: Entry): AuditRow =>
  AuditEventDto.of(entry) ?? UnreadableEntryDto.of(entry);

@ApiExtraModels(AuditEventDto, UnreadableEntryDto)
export class AuditEventPageDto {
  /** Newest first. */
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: [{ $ref: getSchemaPath(AuditEventDto) }, { $ref: getSchemaPath(UnreadableEntryDto) }],
    },
  })
  readonly events: AuditRow[];
  /** Absent on the last page. */
  readonly nextCursor?: string;

  static of({ entries, next }: AuditPage): AuditEventPageDto {
    const events = entries.map(auditRow);
    return { events, ...(next && { nextCursor: cursorOf(next.before, next.top) }) };
  }
}
