/**
 * Who may import whom: the table in docs/architecture.md, as rules. tools/layers.spec.ts plants a
 * violation of each.
 *
 * "Layers" rules are about our own folders and hold for tests too (which may also use #testing);
 * "packages" rules are about npm and Node and leave tests alone.
 */
/** Tests, and what lies beside them for them alone. */
const BESIDE_SPECS = ['^apps/mcm/test/', '^libs/(?:domain|feature)/[^/]+/test/'];
const SPEC = ['\\.spec\\.ts$', ...BESIDE_SPECS].join('|');
const TESTING = '^libs/testing/';
const OURS = '^(libs|apps)/';

/** Which domain library builds on which. */
const DOMAIN = {
  mqtt: [],
  mosquitto: ['mqtt'],
  access: ['mqtt', 'mosquitto'],
  change: ['mqtt', 'mosquitto', 'access'],
  session: ['mosquitto'],
  traffic: ['mqtt'],
  alert: ['mqtt'],
  payload: [],
  password: [],
  ledger: [],
  schema: ['mqtt'],
  sparkplug: [],
};

/** npm packages that the domain may use: pure ones, that run in a browser. */
const PURE_PACKAGES = ['@bufbuild/protobuf/', 're2js/'];

/** JSON Schema, in the domain of that name alone: it compiles code, so the console cannot have it. */
const SCHEMA_PACKAGES = ['ajv/', 'ajv-formats/'];

/** Which edge builds on which: what publishes connects as the observer does. */
const LINKS = {
  host: [],
  observer: [],
  broker: ['observer'],
  judge: ['observer'],
  sparkplug: ['observer'],
  webhook: [],
};

/** Which feature knows which. What is not above another hears of it by event. */
const FEATURES = {
  audit: [],
  auth: ['audit'],
  broker: ['audit'],
  acl: ['audit', 'broker'],
  schemas: ['audit', 'broker'],
  sparkplug: ['audit', 'broker'],
  alerting: ['audit', 'broker', 'acl', 'schemas', 'sparkplug'],
  ops: ['audit', 'auth', 'broker', 'acl', 'schemas', 'sparkplug', 'alerting'],
};

const CONSOLE_PACKAGES = [
  '@angular/',
  '@fontsource/',
  'lucide-static/',
  'qr/',
  'rxjs/',
  'tslib/',
  'uplot/',
];

const folder = (place) => `^${place}/`;
const packages = (names) => names.map((name) => `^node_modules/${name}`);

/** A rule per library: of its neighbours it may import those below it. One not listed, none. */
const order = (layer, allowed) => [
  ...Object.entries(allowed).map(([name, below]) => ({
    name: `${layer}-order-${name}`,
    comment: `libs/${layer}/${name} may import ${below.join(', ') || 'none'} of its neighbours.`,
    severity: 'error',
    from: { path: folder(`libs/${layer}/${name}`) },
    to: {
      path: folder(`libs/${layer}`),
      pathNot: [name, ...below].map((one) => folder(`libs/${layer}/${one}`)),
    },
  })),
  {
    name: `${layer}-order-unlisted`,
    comment: `A new ${layer} library says in this file which of its neighbours it builds on.`,
    severity: 'error',
    from: {
      path: `^libs/${layer}/([^/]+)/`,
      pathNot: Object.keys(allowed).map((one) => folder(`libs/${layer}/${one}`)),
    },
    to: { path: folder(`libs/${layer}`), pathNot: folder(`libs/${layer}/$1`) },
  },
];

/** Our folders that a layer may import; everything else of ours is above it or beside it. */
const layer = (name, from, allowed, comment) => ({
  name: `${name}-layer`,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: [...allowed, TESTING] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one thing, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-unresolvable',
      comment: 'Nothing answers to this name: a typing error, or a package that is not listed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'front-door',
      comment: 'A library is entered through its index.ts, by its # name.',
      severity: 'error',
      from: {
        path: '^(libs/(?:contract|platform|testing|(?:domain|link|feature)/[^/]+)|apps/[^/]+|e2e|bench|tools)/',
      },
      to: { path: '^libs/', pathNot: ['^$1/', '^libs/[^.]*/src/index\\.ts$'] },
    },
    {
      name: 'not-to-spec',
      comment: 'What two tests share lies in libs/testing or beside them, not in a test.',
      severity: 'error',
      from: {},
      to: { path: '\\.spec\\.ts$' },
    },
    {
      name: 'testing-in-specs-only',
      comment: 'The product does not contain what tests it.',
      severity: 'error',
      from: { path: OURS, pathNot: [SPEC, TESTING] },
      to: { path: [TESTING, ...BESIDE_SPECS] },
    },
    {
      name: 'product-without-tools',
      comment: 'What builds, measures and tests the product from outside is not part of it.',
      severity: 'error',
      from: { path: OURS },
      to: { path: '^(tools|e2e|bench)/' },
    },
    {
      name: 'no-development-packages',
      comment: 'The server is installed without devDependencies.',
      severity: 'error',
      from: { path: '^(libs|apps/mcm)/', pathNot: [SPEC, TESTING] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },

    layer('domain', '^libs/domain/', ['^libs/domain/'], 'Meaning knows nothing but meaning.'),
    {
      name: 'domain-packages',
      comment: 'No clock, socket or framework: the domain also runs in a browser. Pass it in.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: [SPEC, '^libs/domain/schema/'] },
      to: { pathNot: [OURS, ...packages(PURE_PACKAGES)], couldNotResolve: false },
    },
    {
      name: 'schema-packages',
      comment: 'JSON Schema is judged by ajv, here alone.',
      severity: 'error',
      from: { path: '^libs/domain/schema/', pathNot: SPEC },
      to: {
        pathNot: [OURS, ...packages([...PURE_PACKAGES, ...SCHEMA_PACKAGES])],
        couldNotResolve: false,
      },
    },
    ...order('domain', DOMAIN),

    layer(
      'contract',
      '^libs/contract/',
      ['^libs/(contract|domain)/'],
      'The wire is described apart from who sends on it.',
    ),
    {
      name: 'contract-takes-types',
      comment: 'Of the domain, the contract takes types only.',
      severity: 'error',
      from: { path: '^libs/contract/', pathNot: SPEC },
      to: { path: '^libs/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contract-packages',
      comment: 'The contract is shared with the console and depends on nothing.',
      severity: 'error',
      from: { path: '^libs/contract/', pathNot: SPEC },
      to: { pathNot: OURS, couldNotResolve: false },
    },

    layer(
      'link',
      '^libs/link/',
      ['^libs/(domain|contract|link)/'],
      'An edge touches the world, not the frame.',
    ),
    ...order('link', LINKS),
    {
      name: 'link-packages',
      comment: 'An edge needs MQTT and Node, and no framework.',
      severity: 'error',
      from: { path: '^libs/link/', pathNot: SPEC },
      to: {
        pathNot: [OURS, ...packages(['mqtt/'])],
        dependencyTypesNot: ['core'],
        couldNotResolve: false,
      },
    },

    layer(
      'platform',
      '^libs/platform/',
      ['^libs/(domain|contract|link|platform)/'],
      'The frame does not know what is built in it.',
    ),

    layer(
      'feature',
      '^libs/feature/',
      ['^libs/(domain|contract|link|platform|feature)/'],
      'A feature does not know the process that it runs in.',
    ),
    ...order('feature', FEATURES),

    layer(
      'testing',
      TESTING,
      ['^libs/(domain|contract|link|platform)/'],
      'Tests of every layer use it, so it stands below features.',
    ),

    layer(
      'mcm',
      '^apps/mcm/',
      ['^libs/', '^apps/mcm/'],
      'The two processes share libraries, nothing else.',
    ),

    layer(
      'api-docs',
      '^apps/api-docs/',
      ['^libs/contract/', '^apps/api-docs/'],
      'A page that shows the document: the contract is all that it shares.',
    ),

    layer(
      'console',
      '^apps/console/',
      ['^libs/(domain|contract)/', '^apps/console/'],
      'The console runs in a browser: the domain and the contract are all that it shares.',
    ),
    {
      name: 'console-without-ajv',
      comment: 'ajv compiles code, which the console’s content security policy forbids.',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^libs/domain/schema/' },
    },
    {
      name: 'console-packages',
      comment: 'The console is Angular, and nothing of Node.',
      severity: 'error',
      from: { path: '^apps/console/src/', pathNot: SPEC },
      to: { pathNot: [OURS, ...packages(CONSOLE_PACKAGES)], couldNotResolve: false },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
