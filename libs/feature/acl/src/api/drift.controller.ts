import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Caller, Floor, Note, type Principal } from '#platform';
import { AccessApplies } from '../apply/access-applies.js';
import { AccessDrift } from '../apply/access-drift.js';
import { AccessBackends } from '../backend/access-backends.js';
import { AccessExports } from '../edit/access-exports.js';
import { AccessApplyDto } from './apply.dto.js';
import { AccessBackendDto, AccessDriftDto, AccessExportDto, DeclarationDto } from './drift.dto.js';
import { READS } from './editing.js';

/** The broker's side: how MCM reaches it, whether it is as MCM left it, and what it says. */
@ApiTags('access')
@Controller('api/v1/access')
export class DriftController {
  constructor(
    private readonly watch: AccessDrift,
    private readonly applies: AccessApplies,
    private readonly exports: AccessExports,
    private readonly backends: AccessBackends,
  ) {}

  @Get('backend')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'getAccessBackend',
    summary: 'How MCM reaches the broker’s access, and what stands in the way of changing it.',
  })
  @ApiOkResponse({ type: AccessBackendDto })
  @ApiProblems(...READS)
  backend(): Promise<AccessBackendDto> {
    return this.backends.state();
  }

  @Get('drift')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'getAccessDrift',
    summary: 'Whether access was changed behind MCM’s back since it was applied last.',
  })
  @ApiOkResponse({ type: AccessDriftDto })
  @ApiProblems(...READS)
  drift(): Promise<AccessDriftDto> {
    return this.watch.get();
  }

  @Post('drift/adopt')
  @HttpCode(200)
  @Floor('admin')
  @Audited('access.adopt')
  @ApiOperation({
    operationId: 'adoptAccess',
    summary: 'Take what is in force now for what is wanted.',
  })
  @ApiOkResponse({ type: AccessDriftDto })
  @ApiProblems(...READS, 'not-drifted', 'apply-running')
  adopt(@Caller() caller: Principal, @Note() note: AuditNote): Promise<AccessDriftDto> {
    return this.watch.adopt(caller, note);
  }

  @Post('drift/overwrite')
  @HttpCode(202)
  @Floor('admin')
  @Audited('access.overwrite')
  @ApiOperation({
    operationId: 'overwriteAccess',
    summary: 'Bring what was applied last to the broker again: begins it, and answers at once.',
  })
  @ApiAcceptedResponse({ type: AccessApplyDto })
  @ApiProblems(...READS, 'not-drifted', 'access-drifted', 'apply-running', 'policy-invalid')
  overwrite(@Caller() caller: Principal, @Note() note: AuditNote): Promise<AccessApplyDto> {
    return this.applies.overwrite(caller, note);
  }

  @Get('declaration')
  @Floor('auditor')
  @ApiOperation({
    operationId: 'getAccessDeclaration',
    summary: 'Users, roles and rules that are wanted, as an access file says them; without hashes.',
  })
  @ApiOkResponse({ type: DeclarationDto })
  @ApiProblems(...READS)
  declaration(): Promise<DeclarationDto> {
    return this.exports.declaration();
  }

  @Get('export')
  @Floor('admin')
  @Audited('access.export')
  @ApiOperation({
    operationId: 'exportAccess',
    summary: 'Everything that is wanted, with the hashes of passwords, to be brought elsewhere.',
  })
  @ApiOkResponse({ type: AccessExportDto })
  @ApiProblems(...READS, 'too-many-requests')
  export(@Note() note: AuditNote): Promise<AccessExportDto> {
    return this.exports.export(note);
  }
}
