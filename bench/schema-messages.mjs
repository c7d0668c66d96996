/** A JSON Schema of ten fields, as plants have them, and messages that fit it. */
export const DOCUMENT = {
  type: 'object',
  properties: {
    device: { type: 'string', pattern: '^plc-[0-9]{1,4}$' },
    at: { type: 'string', format: 'date-time' },
    state: { enum: ['running', 'idle', 'fault'] },
    temperature: { type: 'number', minimum: -40, maximum: 300 },
    pressure: { type: 'number', exclusiveMinimum: 0 },
    rpm: { type: 'integer', minimum: 0, maximum: 12_000 },
    on: { type: 'boolean' },
    load: { type: 'array', items: { type: 'number' }, maxItems: 8 },
    unit: { type: 'object', properties: { t: { const: 'C' } }, required: ['t'] },
    note: { type: ['string', 'null'], maxLength: 40 },
  },
  required: [
    'device',
    'at',
    'state',
    'temperature',
    'pressure',
    'rpm',
    'on',
    'load',
    'unit',
    'note',
  ],
  additionalProperties: false,
};

const STATES = ['running', 'idle', 'fault'];

/** So many different payloads. */
export function payloads(count) {
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(
      JSON.stringify({
        ...{ device: `plc-${i % 1_000}`, at: new Date(1.8e12 + i * 1_000).toISOString() },
        ...{
          state: STATES[i % 3],
          temperature: 20 + i / 10,
          pressure: 1 + i / 100,
          rpm: i % 12_000,
        },
        ...{ on: i % 2 === 0, load: [i / 3, i / 7, i / 11], unit: { t: 'C' }, note: null },
      }),
    ),
  );
}
