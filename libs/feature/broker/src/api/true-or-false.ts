import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** `true` or `false` in an address, where everything is text. */
export const IsTrueOrFalse = () =>
  applyDecorators(
    ApiProperty({ type: 'boolean', required: false }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (WORDS[value] ?? value) : value,
    ),
    IsBoolean(),
  );
