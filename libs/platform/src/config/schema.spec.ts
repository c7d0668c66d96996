import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Config } from './config.js';
import { OTHER_VARIABLES, VARIABLES } from './environment.js';
import type { ConfigOf } from './key-schema.js';
import { configReference } from './reference.js';
import { SCHEMA } from './schema.js';
import type { Secret } from './secret.js';
import { KEYS } from './setting.js';
import { configTemplate } from './template.js';
import { invalid } from './validate.js';

type FromSchema = ConfigOf<typeof SCHEMA>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** With every key required, so that a surplus optional one is seen as well. */
type Full<T> = T extends Secret ? T : T extends object ? { [K in keyof T]-?: Full<T[K]> } : T;

describe('the schema', () => {
  it('has the keys and types of Config', () => {
    // The compiler compares them; at run time there is nothing left to compare.
    const same: [Same<Config, FromSchema>, Same<Full<Config>, Full<FromSchema>>] = [true, true];
    expect(same).toEqual([true, true]);
  });

  it('is a JSON schema, which is not checked at each start', () => {
    const ajv = new Ajv({ strict: false });
    expect([ajv.validateSchema(SCHEMA), ajv.errors]).toEqual([true, null]);
    expect(ajv.validateSchema({ type: 'objekt' })).toBe(false);
  });

  it('gives each key and each secret file a variable of its own', () => {
    expect(new Set(VARIABLES).size).toBe(VARIABLES.length);
    expect(VARIABLES).toEqual(expect.arrayContaining([...OTHER_VARIABLES, 'MCM_HTTP_PORT']));
    expect(VARIABLES).toContain('MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD_FILE');
  });

  it.each(KEYS)('takes the default of $name', (key) => {
    const setting = { key, value: key.schema.default, where: 'here', folder: '/' };
    expect(key.schema.default === undefined ? [] : invalid(new Map([[key.name, setting]]))).toEqual(
      [],
    );
  });

  it.each(KEYS)('says in a line what $name means', ({ schema }) => {
    expect(schema.description).toMatch(/^[A-Z].{5,110}\.$/);
  });

  it.each(KEYS)('documents $name and its variable', ({ name, variable, schema }) => {
    const set = schema.fileOnly ? 'in the file only' : `\`${variable}\``;
    expect(configReference()).toContain(`| \`${name}\` | ${set} |`);
  });

  it.each(KEYS)('has $name in the template', ({ name }) => {
    const text = configTemplate({ jwtSecret: 'x', bootstrapPassword: 'y' });
    expect(text).toMatch(new RegExp(`^ +(# )?${name.split('.').at(-1) ?? ''}:`, 'm'));
  });
});
