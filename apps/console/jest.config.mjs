import presets from 'jest-preset-angular/presets/index.js';

const preset = presets.createEsmPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' });

export default {
  displayName: 'console',
  ...preset,
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  // Icons are handed over as the text of their files.
  transformIgnorePatterns: ['node_modules/(?!tslib|lucide-static)'],
  moduleNameMapper: {
    ...preset.moduleNameMapper,
    '^#contract$': '<rootDir>/../../libs/contract/src/index.ts',
    '^#domain/(.*)$': '<rootDir>/../../libs/domain/$1/src/index.ts',
    // Libraries name their files as they are once built; here they are read from source.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
