import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

import type { ExportFormat } from '../export/exports.js';

const FORMATS: readonly ExportFormat[] = ['csv', 'jsonl'];

export class FormatQuery {
  /** CSV for spreadsheets (RFC 4180), or one JSON object a line. */
  @ApiProperty({ enum: FORMATS, enumName: 'ExportFormat', required: false, default: 'jsonl' })
  @IsOptional()
  @IsIn(FORMATS)
  format: ExportFormat = 'jsonl';
}
