/** @type {import('@swc/core').Config} */
const swc = {
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/** What needs more than `make test` sees to, or much longer. */
const NIGHTLY = process.env.MCM_SEARCH_RUNS === undefined ? ['\\.nightly\\.spec\\.ts$'] : [];

const node = {
  rootDir: import.meta.dirname,
  testPathIgnorePatterns: ['/node_modules/', ...NIGHTLY],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['<rootDir>/tools/jest-search.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

const project = (displayName, ...places) => ({
  ...node,
  displayName,
  testMatch: places.map((place) => `<rootDir>/${place}/**/*.spec.ts`),
});

/** Nest is loaded before anything else, which takes its time in each suite. */
const withNest = ({ setupFiles, ...rest }) => ({
  ...rest,
  setupFiles: ['<rootDir>/tools/jest-preload.ts', ...setupFiles],
});

/**
 * Suites by what they need: `domain` nothing, `server` a Mosquitto and the built server, `console` a
 * DOM, `tools` the tools, `e2e` the bundle and a Chromium.
 */
export default {
  // Against waiting for ever; no test takes its time for a limit.
  testTimeout: 300_000,
  // Modules of suites that are over are not all let go, and the more there are, the longer each collection takes.
  workerIdleMemoryLimit: '700MB',
  projects: [
    project('domain', 'libs/{domain,contract}'),
    withNest(project('server', 'libs/{link,platform,feature,testing}', 'apps/mcm')),
    project('tools', 'tools'),
    { ...project('e2e', 'e2e'), setupFiles: [] },
    '<rootDir>/apps/console/jest.config.mjs',
  ],
};
