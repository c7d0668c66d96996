import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { timestamp, type Config } from '#platform';
import { BACKUP_KINDS, BACKUP_NAME, type BackupKind } from '../backup/backup-name.js';
import type { Backup } from '../backup/backups.js';
import type { BackupFailure } from '../backup/last-failure.js';

export class BackupDto {
  /** Of the file, such as `mcm-20261126T031500.000Z.db`. */
  readonly name: string;
  /** `manual`: somebody asked for it, and the schedule never deletes it. */
  @ApiProperty({ enum: BACKUP_KINDS, enumName: 'BackupKind' })
  readonly kind: BackupKind;
  /** When it was begun: all that was done before is in it. */
  @ApiProperty({ format: 'date-time' })
  readonly madeAt: string;
  @ApiProperty({ type: 'integer' })
  readonly sizeBytes: number;
  /** Of the database's schema; absent when the file is no backup that this version can restore. */
  @ApiProperty({ type: 'integer', required: false })
  readonly schemaVersion?: number;

  static of({ name, kind, madeAt, bytes, version }: Backup): BackupDto {
    return {
      ...{ name, kind, madeAt: timestamp(madeAt), sizeBytes: bytes },
      ...(version !== undefined && { schemaVersion: version }),
    };
  }
}

export class BackupFailureDto {
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  /** A sentence: what could not be done, why, and what to do. */
  readonly reason: string;
}

export class BackupScheduleDto {
  readonly enabled: boolean;
  /** Where backups are kept. */
  readonly folder: string;
  /** Age of the last scheduled one at which the next is made. */
  @ApiProperty({ type: 'integer' })
  readonly intervalSeconds: number;
  /** How many scheduled ones are kept; the oldest go first. */
  @ApiProperty({ type: 'integer' })
  readonly keep: number;
  /** Why the last scheduled one was not made; absent when it was. */
  readonly lastFailure?: BackupFailureDto;

  static of(
    { enabled, folder, interval, keep }: Config['backup'],
    failure: BackupFailure | undefined,
  ): BackupScheduleDto {
    return {
      ...{ enabled, folder, intervalSeconds: interval / 1000, keep },
      ...(failure && { lastFailure: { at: timestamp(failure.at), reason: failure.reason } }),
    };
  }
}

export class BackupsDto {
  /** Newest first. */
  readonly backups: BackupDto[];
  readonly schedule: BackupScheduleDto;
}

export class BackupParams {
  @ApiProperty({ pattern: BACKUP_NAME.source, example: 'mcm-20261126T031500.000Z.db' })
  @Matches(BACKUP_NAME)
  name: string;
}
