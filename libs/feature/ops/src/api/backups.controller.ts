import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Res,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  ApiProblems,
  Audited,
  AuditNote,
  CONFIG,
  dataFolder,
  Floor,
  Note,
  SessionOnly,
  type Config,
} from '#platform';
import { askedFor, Backups } from '../backup/backups.js';
import { lastFailure } from '../backup/last-failure.js';
import { BackupDto, BackupParams, BackupScheduleDto, BackupsDto } from './backups.dto.js';

const ADMINS = ['not-authenticated', 'role-too-low'] as const;
const ONE = ['validation-failed', ...ADMINS, 'backup-not-found', 'backup-failed'] as const;

/** Backups hold everything that the database does: password hashes, sealed secrets, the audit trail. */
@ApiTags('backups')
@Controller('api/v1/backups')
export class BackupsController {
  constructor(
    private readonly backups: Backups,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Floor('admin')
  @ApiOperation({
    operationId: 'listBackups',
    summary: 'Backups that MCM keeps, newest first, and the schedule by which it makes them.',
  })
  @ApiOkResponse({ type: BackupsDto })
  @ApiProblems(...ADMINS, 'backup-failed')
  async list(): Promise<BackupsDto> {
    const backups = await askedFor(this.backups.list());
    const failure = await lastFailure(dataFolder(this.config));
    return {
      backups: backups.map((backup) => BackupDto.of(backup)),
      schedule: BackupScheduleDto.of(this.config.backup, failure),
    };
  }

  @Post()
  @Floor('admin')
  @Audited('backup.create')
  @ApiOperation({
    operationId: 'createBackup',
    summary: 'Make a backup of the database now; answers when it is whole and on the disk.',
  })
  @ApiCreatedResponse({ type: BackupDto })
  @ApiProblems(...ADMINS, 'backup-running', 'too-many-kept', 'backup-failed')
  async create(@Note() note: AuditNote): Promise<BackupDto> {
    const made = BackupDto.of(await askedFor(this.backups.make('manual')));
    note.about(made.name).changed(undefined, made);
    return made;
  }

  @Get(':name/content')
  @Floor('admin')
  @SessionOnly()
  @Audited('backup.download', 'name')
  @ApiOperation({
    operationId: 'downloadBackup',
    summary: 'The file itself, a SQLite database. Whoever has it has all that MCM stores.',
  })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProblems(...ONE)
  async download(
    @Param() { name }: BackupParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { stream, bytes } = await askedFor(this.backups.read(name));
    reply.raw.once('close', () => stream.destroy()); // a client that goes away leaves no open file
    void reply.header('content-security-policy', 'sandbox');
    return new StreamableFile(stream, {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${name}"`,
      length: bytes,
    });
  }

  @Delete(':name')
  @HttpCode(204)
  @Floor('admin')
  @Audited('backup.delete', 'name')
  @ApiOperation({ operationId: 'deleteBackup', summary: 'Delete a backup for good.' })
  @ApiNoContentResponse()
  @ApiProblems(...ONE)
  async remove(@Param() { name }: BackupParams, @Note() note: AuditNote): Promise<void> {
    const removed = await askedFor(this.backups.remove(name));
    note.changed(BackupDto.of(removed), undefined);
  }
}
