import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Floor, timestamp } from '#platform';
import { worstOf } from '../diagnosis/diagnose.js';
import { DiagnosticsService } from '../diagnostics.service.js';
import { DiagnosticsDto } from './diagnostics.dto.js';

@ApiTags('diagnostics')
@Controller('api/v1/diagnostics')
export class DiagnosticsController {
  constructor(private readonly diagnostics: DiagnosticsService) {}

  /** Takes some seconds when something does not answer; those who ask meanwhile get the same answer. */
  @Get()
  @Floor('operator')
  @ApiOperation({
    operationId: 'getDiagnostics',
    summary: 'What is well and what is not with the broker, its files and MCM; changes nothing.',
  })
  @ApiOkResponse({ type: DiagnosticsDto })
  @ApiProblems('not-authenticated', 'role-too-low')
  async diagnose(): Promise<DiagnosticsDto> {
    const { at, findings } = await this.diagnostics.diagnosis();
    return { at: timestamp(at), worst: worstOf(findings), findings: [...findings] };
  }
}
