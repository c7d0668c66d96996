import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { labelFaults, type Labels } from '#domain/alert';
import { IfGiven } from '#platform';

/** How labels stand in the OpenAPI document: any names, texts as values. */
export const LABELS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  example: { hall: 'B', team: 'maintenance' },
} as const;

/** Labels that may be left out: at most 16, with names as Prometheus has them. */
export const LabelsIfGiven = (): PropertyDecorator => (target, property) => {
  ApiProperty({ ...LABELS, selfRequired: false })(target, property);
  IfGiven()(target, property);
  ValidateBy({
    name: 'labels',
    validator: {
      validate: (value: unknown) => faultOf(value) === undefined,
      defaultMessage: (asked) => faultOf(asked?.value) ?? '',
    },
  })(target, property);
};

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object of texts';
  }
  if (Object.values(value).some((one) => typeof one !== 'string')) return 'must hold texts only';
  const [fault] = labelFaults(value as Labels, '');
  return fault && `${fault.pointer} ${fault.detail}`.trim();
}
