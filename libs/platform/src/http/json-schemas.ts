/** Schema of any JSON value. */
export const ANY_JSON = {
  oneOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
  ],
};

/** Schema of an integer of 64 bits: decimal text where a double would not hold it. */
export const EXACT_INTEGER = { oneOf: [{ type: 'integer' }, { type: 'string' }] };
