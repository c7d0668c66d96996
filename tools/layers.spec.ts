import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plant, type PlantedTree } from './planted-tree.js';

interface Rule {
  readonly name: string;
}

interface Report {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly rules?: readonly Rule[] }[];
  }[];
}

const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  readonly forbidden: readonly Rule[];
};

/** What stands in the tree to be imported: a library of each kind, and packages. */
const LIBRARIES = [
  ...['mqtt', 'mosquitto', 'access', 'traffic', 'payload', 'schema', 'novel'].map(
    (name) => `domain/${name}`,
  ),
  ...['audit', 'auth', 'broker', 'acl', 'schemas', 'sparkplug', 'alerting', 'ops', 'novel'].map(
    (name) => `feature/${name}`,
  ),
  ...['contract', 'platform', 'testing', 'link/host', 'link/observer', 'link/broker'],
  ...['link/judge', 'link/novel'],
];
const PACKAGES = ['mqtt', 'ajv', '@nestjs/common', 'fast-check', '@angular/core', 'ws'];

/** Rule → the file that breaks it, and its text. No other rule may complain of that file. */
const VIOLATIONS: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'no-circular': ['libs/platform/src/circle.ts', `export * as round from './round.js';`],
  'not-unresolvable': ['libs/platform/src/nowhere.ts', `import './not-there.js';`],
  'front-door': ['libs/platform/src/side-door.ts', `import '../../domain/mqtt/src/inner.js';`],
  'not-to-spec': ['libs/platform/src/from-spec.ts', `import './some.spec.js';`],
  'testing-in-specs-only': ['libs/platform/src/tested.ts', `import '#testing';`],
  'product-without-tools': ['libs/platform/src/tool.ts', `import '../../../tools/tool.mjs';`],
  'no-development-packages': ['libs/platform/src/development.ts', `import 'fast-check';`],

  'domain-layer': ['libs/domain/mqtt/src/layer.spec.ts', `import '#platform';`],
  'domain-packages': ['libs/domain/mqtt/src/node.ts', `import 'node:fs';`],
  'domain-order-mqtt': ['libs/domain/mqtt/src/up.ts', `import '#domain/mosquitto';`],
  'domain-order-mosquitto': ['libs/domain/mosquitto/src/up.ts', `import '#domain/access';`],
  'domain-order-access': ['libs/domain/access/src/aside.ts', `import '#domain/traffic';`],
  'domain-order-change': ['libs/domain/change/src/aside.ts', `import '#domain/traffic';`],
  'domain-order-session': ['libs/domain/session/src/aside.ts', `import '#domain/access';`],
  'domain-order-traffic': ['libs/domain/traffic/src/aside.ts', `import '#domain/payload';`],
  'domain-order-payload': ['libs/domain/payload/src/aside.ts', `import '#domain/mqtt';`],
  'domain-order-ledger': ['libs/domain/ledger/src/aside.ts', `import '#domain/mqtt';`],
  'domain-order-password': ['libs/domain/password/src/aside.ts', `import '#domain/mqtt';`],
  'domain-order-schema': ['libs/domain/schema/src/aside.ts', `import '#domain/traffic';`],
  'domain-order-sparkplug': ['libs/domain/sparkplug/src/aside.ts', `import '#domain/mqtt';`],
  'domain-order-alert': ['libs/domain/alert/src/aside.ts', `import '#domain/traffic';`],
  'schema-packages': ['libs/domain/schema/src/node.ts', `import 'node:fs';`],
  'domain-order-unlisted': ['libs/domain/novel/src/aside.ts', `import '#domain/mqtt';`],

  'contract-layer': ['libs/contract/src/layer.spec.ts', `import '#platform';`],
  'contract-takes-types': [
    'libs/contract/src/value.ts',
    `import { value } from '#domain/mqtt';\nexport const own = value;`,
  ],
  'contract-packages': ['libs/contract/src/package.ts', `import 'mqtt';`],

  'link-layer': ['libs/link/host/src/above.ts', `import '#platform';`],
  'link-order-host': ['libs/link/host/src/aside.ts', `import '#link/observer';`],
  'link-order-observer': ['libs/link/observer/src/up.ts', `import '#link/broker';`],
  'link-order-broker': ['libs/link/broker/src/aside.ts', `import '#link/host';`],
  'link-order-judge': ['libs/link/judge/src/aside.ts', `import '#link/host';`],
  'link-order-sparkplug': ['libs/link/sparkplug/src/aside.ts', `import '#link/judge';`],
  'link-order-webhook': ['libs/link/webhook/src/aside.ts', `import '#link/host';`],
  'link-order-unlisted': ['libs/link/novel/src/aside.ts', `import '#link/host';`],
  'link-packages': ['libs/link/host/src/package.ts', `import '@nestjs/common';`],

  'api-docs-layer': ['apps/api-docs/src/aside.ts', `import '#domain/mqtt';`],

  'platform-layer': ['libs/platform/src/above.ts', `import '#feature/audit';`],

  'feature-layer': [
    'libs/feature/audit/src/above.ts',
    `import '../../../../apps/mcm/src/main.js';`,
  ],
  'feature-order-audit': ['libs/feature/audit/src/up.ts', `import '#feature/auth';`],
  'feature-order-auth': ['libs/feature/auth/src/aside.ts', `import '#feature/broker';`],
  'feature-order-broker': ['libs/feature/broker/src/up.ts', `import '#feature/acl';`],
  'feature-order-acl': ['libs/feature/acl/src/aside.ts', `import '#feature/schemas';`],
  'feature-order-schemas': ['libs/feature/schemas/src/aside.ts', `import '#feature/alerting';`],
  'feature-order-sparkplug': ['libs/feature/sparkplug/src/aside.ts', `import '#feature/acl';`],
  'feature-order-alerting': ['libs/feature/alerting/src/up.ts', `import '#feature/ops';`],
  'feature-order-ops': ['libs/feature/ops/src/aside.ts', `import '#feature/novel';`],
  'feature-order-unlisted': ['libs/feature/novel/src/aside.ts', `import '#feature/audit';`],

  'testing-layer': ['libs/testing/src/above.ts', `import '#feature/audit';`],
  'mcm-layer': ['apps/mcm/src/console.ts', `import '../../console/src/app/page.js';`],
  'console-layer': ['apps/console/src/app/server.spec.ts', `import '#platform';`],
  'console-without-ajv': ['apps/console/src/app/ajv.ts', `import '#domain/schema';`],
  'console-packages': ['apps/console/src/app/package.ts', `import 'ws';`],
};

/** What the table allows, each from a file of its own. */
const ALLOWED: Readonly<Record<string, string>> = {
  'libs/domain/access/src/below.ts': `import '#domain/mosquitto';\nimport '#domain/mqtt';`,
  'libs/domain/mqtt/src/real.spec.ts': `import 'node:fs';\nimport 'fast-check';\nimport '#testing';`,
  'libs/contract/src/types.ts': `import type { Type } from '#domain/mqtt';\nexport type Own = Type;`,
  'libs/contract/src/inline.ts': `import { type Type } from '#domain/mqtt';\nexport type Own = Type;`,
  'libs/domain/schema/src/judge.ts': `import 'ajv';\nimport '#domain/mqtt';`,
  'libs/link/host/src/edge.ts': `import 'node:fs';\nimport 'mqtt';\nimport '#contract';\nimport '#domain/mqtt';`,
  'libs/platform/src/frame.ts': `import '@nestjs/common';\nimport '#link/host';\nimport 'node:fs';`,
  'libs/feature/acl/src/below.ts': `import '#feature/broker';\nimport '#feature/audit';\nimport '#platform';`,
  'libs/feature/alerting/src/below.ts': `import '#feature/acl';\nimport '#feature/sparkplug';`,
  'libs/feature/ops/src/below.ts': `import '#feature/acl';\nimport '#feature/auth';`,
  'apps/mcm/src/wiring.ts': `import '#feature/ops';\nimport '#platform';\nimport '@nestjs/common';`,
  'apps/console/src/app/view.ts': `import '@angular/core';\nimport '#contract';\nimport '#domain/mqtt';`,
};

const SCENERY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    LIBRARIES.map((name) => [
      `libs/${name}/src/index.ts`,
      'export const value = 1;\nexport type Type = 1;\n',
    ]),
  ),
  'libs/domain/mqtt/src/inner.ts': '',
  'libs/platform/src/round.ts': `export * as circle from './circle.js';`,
  'libs/platform/src/some.spec.ts': '',
  'apps/mcm/src/main.ts': '',
  'apps/console/src/app/page.ts': '',
  'tools/tool.mjs': '',
};

describe('the layers', () => {
  let tree: PlantedTree;
  /** File → the rules that complain of its imports. */
  let found: Map<string, string[]>;

  beforeAll(() => {
    tree = plant(
      { ...SCENERY, ...ALLOWED, ...Object.fromEntries(Object.values(VIOLATIONS)) },
      PACKAGES,
    );
    const report = JSON.parse(
      tree.run('depcruise', '--output-type', 'json', 'apps', 'libs', 'tools'),
    ) as Report;
    found = new Map(
      report.modules.map(({ source, dependencies }) => [
        source,
        dependencies.flatMap(({ rules = [] }) => rules.map(({ name }) => name)),
      ]),
    );
  });
  afterAll(() => {
    tree.remove();
  });

  it('has a planted violation for every rule', () => {
    expect(Object.keys(VIOLATIONS).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(VIOLATIONS))(
    'finds a violation of %s, and nothing else',
    (rule, [path]) => {
      expect(found.get(path)).toEqual([rule]);
    },
  );

  it.each(Object.keys(ALLOWED))('lets %s import what its layer may', (path) => {
    expect(found.get(path)).toEqual([]);
  });
});
