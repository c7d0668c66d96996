import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem } from './problem.js';

/** Checks every DTO; unknown members are refused, and all faults are told at once. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => {
      const faults = errors.flatMap((error) => faultsOf(error, ''));
      const detail = faults.map((fault) => `${fault.pointer} ${fault.detail}`).join('; ');
      return new Problem('validation-failed', `${detail}.`, { extensions: { errors: faults } });
    },
  });
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
