import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROBLEMS } from '#contract';
import { ApiProblems, ASSETS, Floor, Problem, type Assets } from '#platform';

/** The documents that answers point to. */
@ApiTags('documents')
@Controller()
export class DocumentsController {
  constructor(@Inject(ASSETS) private readonly assets: Assets) {}

  @Get('problems/:kind')
  @Floor('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ operationId: 'getProblemPage', summary: 'What a problem means and what to do.' })
  @ApiParam({ name: 'kind', enum: Object.keys(PROBLEMS) })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblems('not-found')
  problem(@Param('kind') kind: string): Promise<string> {
    if (!Object.hasOwn(PROBLEMS, kind)) throw new Problem('not-found', 'No problem has this name.');
    return readFile(join(this.assets.problems, `${kind}.md`), 'utf8');
  }

  @Get('openapi.json')
  @Floor('public')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ operationId: 'getOpenApi', summary: 'This document.' })
  @ApiOkResponse({ schema: { type: 'object' } })
  openapi(): Promise<string> {
    return readFile(this.assets.openapi, 'utf8');
  }
}
