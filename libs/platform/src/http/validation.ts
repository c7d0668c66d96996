import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { Problem } from './problem.js';
import { mostMembers, shapeProblem } from './request-shape.js';

/** How many faults one answer tells of. */
const MOST_FAULTS = 20;

/** Checks every DTO; unknown members are refused, and faults are told together. */
export function validationPipe(): ValidationPipe {
  return new BoundedValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => {
      const faults = errors.flatMap((error) => faultsOf(error, ''));
      const told = faults.slice(0, MOST_FAULTS);
      const detail = told.map((fault) => `${fault.pointer} ${fault.detail}`).join('; ');
      const more = faults.length - told.length;
      const rest = more > 0 ? `; and ${more} more ${more === 1 ? 'fault' : 'faults'}` : '';
      return new Problem('validation-failed', `${detail}${rest}.`, {
        extensions: { errors: told },
      });
    },
  });
}

class BoundedValidationPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // What our own decorators give a handler is not the caller's.
    const { type, metatype } = metadata;
    const detail = type === 'custom' ? undefined : shapeProblem(value, mostMembers(metatype));
    if (detail !== undefined) return Promise.reject(new Problem('validation-failed', detail));
    return super.transform(value, metadata);
  }
}

function faultsOf(
  { property, constraints = {}, children = [] }: ValidationError,
  parent: string,
): { pointer: string; detail: string }[] {
  const pointer = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(constraints).map(([rule, text]) => ({
    pointer,
    detail: rule === 'whitelistValidation' ? 'is not known here' : text.replace(`${property} `, ''),
  }));
  return [...own, ...children.flatMap((child) => faultsOf(child, pointer))];
}
