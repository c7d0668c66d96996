import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { IfGiven } from './if-given.js';

const MOST = 500;

/** For the member `limit` of a list's query: how many rows a page holds, `usual` unless it is given. */
export const PageLimit = (usual: number) =>
  applyDecorators(
    ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: MOST, default: usual }),
    IfGiven(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(MOST),
  );
