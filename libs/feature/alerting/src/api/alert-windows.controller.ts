import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems, Audited, AuditNote, Floor, Note, RowVersion, Version } from '#platform';
import { AlertWindowsService } from '../alert-windows.service.js';
import {
  AlertWindowDto,
  AlertWindowRequest,
  AlertWindowsDto,
  windowWishOf,
} from './alert-window.dto.js';
import { NumberParams } from './page.dto.js';
import { IF_MATCH, READS, WRITES } from './problems.js';

/** Maintenance windows: rules are looked at, and nobody is told. */
@ApiTags('alerts')
@Controller('api/v1/alert-windows')
export class AlertWindowsController {
  constructor(private readonly windows: AlertWindowsService) {}

  @Get()
  @Floor('viewer')
  @ApiOperation({ operationId: 'listAlertWindows', summary: 'All maintenance windows, by name.' })
  @ApiOkResponse({ type: AlertWindowsDto })
  @ApiProblems('not-authenticated', 'role-too-low')
  list(): AlertWindowsDto {
    return { windows: this.windows.list().map((window) => AlertWindowDto.of(window)) };
  }

  @Post()
  @Floor('operator')
  @Audited('alert_window.create')
  @ApiOperation({ operationId: 'createAlertWindow', summary: 'Add a maintenance window.' })
  @ApiCreatedResponse({ type: AlertWindowDto })
  @ApiProblems(...WRITES, 'too-many-kept')
  async create(
    @Body() request: AlertWindowRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<AlertWindowDto> {
    const window = await this.windows.create(windowWishOf(request));
    const dto = AlertWindowDto.of(window);
    note.about(window.id, window.name).changed(undefined, dto);
    version.tell(window.version);
    return dto;
  }

  @Get(':id')
  @Floor('viewer')
  @ApiOperation({ operationId: 'getAlertWindow', summary: 'One maintenance window.' })
  @ApiOkResponse({ type: AlertWindowDto })
  @ApiProblems(...READS, 'alert-window-not-found')
  get(@Param() { id }: NumberParams, @Version() version: RowVersion): AlertWindowDto {
    const window = this.windows.get(id);
    version.tell(window.version);
    return AlertWindowDto.of(window);
  }

  @Put(':id')
  @Floor('operator')
  @Audited('alert_window.update')
  @ApiOperation({ operationId: 'updateAlertWindow', summary: 'Replace a maintenance window.' })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: AlertWindowDto })
  @ApiProblems(...WRITES, 'alert-window-not-found', 'stale-version')
  async update(
    @Param() { id }: NumberParams,
    @Body() request: AlertWindowRequest,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<AlertWindowDto> {
    const before = this.windows.get(id);
    note.about(id, before.name);
    const wish = windowWishOf(request);
    const after = await this.windows.update(id, wish, version.expected(before.version));
    const dto = AlertWindowDto.of(after);
    note.changed(AlertWindowDto.of(before), dto);
    version.tell(after.version);
    return dto;
  }

  /** What it held back and still fires is told at once. */
  @Delete(':id')
  @HttpCode(204)
  @Floor('operator')
  @Audited('alert_window.delete')
  @ApiOperation({ operationId: 'deleteAlertWindow', summary: 'Delete a maintenance window.' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiProblems(...WRITES, 'alert-window-not-found', 'stale-version')
  async delete(
    @Param() { id }: NumberParams,
    @Version() version: RowVersion,
    @Note() note: AuditNote,
  ): Promise<void> {
    const before = this.windows.get(id);
    note.about(id, before.name);
    await this.windows.delete(id, version.expected(before.version));
    note.changed(AlertWindowDto.of(before), undefined);
  }
}
