import presets from 'jest-preset-angular/presets/index.js';

export default {
  displayName: 'console',
  ...presets.createEsmPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' }),
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleNameMapper: {
    '^#contract$': '<rootDir>/../../libs/contract/src/index.ts',
    '^#domain/(.*)$': '<rootDir>/../../libs/domain/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
