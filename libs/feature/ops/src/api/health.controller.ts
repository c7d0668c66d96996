import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { BrokerService } from '#feature/broker';
import { ApiProblems, Database, Floor } from '#platform';
import { AliveDto, ReadyDto } from './health.dto.js';

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly broker: BrokerService,
  ) {}

  @Get('healthz')
  @Floor('public')
  @ApiOperation({ operationId: 'healthz', summary: 'The process answers.' })
  @ApiOkResponse({ type: AliveDto })
  healthz(): AliveDto {
    return { status: 'ok' };
  }

  @Get('livez')
  @Floor('public')
  @ApiOperation({
    operationId: 'livez',
    summary: 'The process answers; restart it when it does not.',
  })
  @ApiOkResponse({ type: AliveDto })
  livez(): AliveDto {
    return { status: 'ok' };
  }

  /** A broker that is away does not make MCM unready: that is when people need it. */
  @Get('readyz')
  @Floor('public')
  @ApiOperation({
    operationId: 'readyz',
    summary: 'The database and the observer work; says also whether the broker is there.',
  })
  @ApiOkResponse({ type: ReadyDto })
  @ApiProblems('not-ready')
  async readyz(): Promise<ReadyDto> {
    await this.health.check([
      async () => {
        await this.database.ping();
        return this.indicators.check('database').up();
      },
      () => {
        const observer = this.indicators.check('observer');
        return this.broker.snapshot().state === 'running' ? observer.up() : observer.down();
      },
    ]);
    return { status: 'ok', broker: this.broker.snapshot().connection.status };
  }
}
