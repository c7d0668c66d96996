import js from '@eslint/js';
import angular from 'angular-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const tests = [
  '**/*.spec.ts',
  'apps/mcm/test/**/*.ts',
  'libs/domain/*/test/**/*.ts',
  'libs/feature/*/test/**/*.ts',
  'libs/testing/**/*.ts',
  'e2e/**/*.ts',
];
const console_ = ['apps/console/**/*.ts'];
const server = [
  'apps/mcm/**/*.ts',
  'libs/**/*.ts',
  'tools/**/*.ts',
  'e2e/**/*.ts',
  'bench/**/*.ts',
];

/** Writes of TypeORM's EntityManager and Repository. */
const WRITES =
  '/^(insert|save|update|delete|remove|upsert|increment|decrement|clear|softDelete|softRemove|restore|recover)$/';
const WRITING_SQL = '/^\\s*(insert|update|delete|replace|create|drop|alter|vacuum)\\b/i';

const everywhere = [
  {
    selector: 'ExportAllDeclaration',
    message: 'A library lists what it gives: name each export instead of `export *`.',
  },
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Default exports are called differently in each file: export by name.',
  },
  {
    selector: 'TSEnumDeclaration',
    message: 'Use a union, and an `as const` array where the values are listed.',
  },
];

/** Nest injects by constructor, up to five dependencies. Other functions keep to four parameters. */
const injected = [
  {
    selector:
      ':function[params.length=5]:not(MethodDefinition[kind="constructor"] > FunctionExpression)',
    message: 'More than four parameters are an object.',
  },
];

/** docs/adr: one queue of writes, a source of reads. The database folder alone is exempt. */
const oneWriteQueue = [
  {
    selector:
      'CallExpression[callee.property.name=/^(transaction|startTransaction|createQueryRunner)$/]',
    message: 'Transactions of one SQLite connection nest: use `database.write(async (tx) => …)`.',
  },
  {
    selector: `CallExpression[callee.object.property.name="read"][callee.property.name=${WRITES}], CallExpression[callee.object.name="read"][callee.property.name=${WRITES}]`,
    message: '`read` cannot write: use the `tx` of `database.write(async (tx) => …)`.',
  },
  {
    selector: [
      'CallExpression[callee.object.property.name="read"][callee.property.name="query"]',
      'CallExpression[callee.object.name="read"][callee.property.name="query"]',
    ]
      .flatMap((query) => [
        `${query} > Literal[value=${WRITING_SQL}]:first-child`,
        `${query} > TemplateLiteral:first-child > TemplateElement:first-child[value.raw=${WRITING_SQL}]`,
      ])
      .join(', '),
    message: '`read` cannot write: use the `tx` of `database.write(async (tx) => …)`.',
  },
];

const size = {
  'max-lines': ['error', 400],
  'max-lines-per-function': ['error', { max: 40, skipComments: true, skipBlankLines: true }],
  'max-params': ['error', 4],
};

const language = {
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  // Classes that Nest and Angular make are often nothing but their decorator.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
  ],
  // A DTO is declared as a class for its decorators and made as a literal.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  'no-console': 'error',
  'no-restricted-properties': [
    'error',
    {
      object: 'process',
      property: 'exit',
      message: 'Set process.exitCode and return: exit cuts off what is still being written.',
    },
  ],
  'no-restricted-imports': [
    'error',
    {
      // Newer modules are listed with their prefix, and have no other name.
      paths: builtinModules
        .filter((name) => !name.startsWith('node:'))
        .map((name) => ({ name, message: `Write node:${name}.` })),
      patterns: [
        {
          regex: '(^|/)libs/|^#.*/src(/|$)',
          message: 'A library is entered through its index, by its # name.',
        },
      ],
    },
  ],
};

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    '.angular/',
    '.mcm/',
    'apps/console/src/app/api/', // generated
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: server,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...size,
      ...language,
      'no-restricted-syntax': ['error', ...everywhere, ...oneWriteQueue],
    },
  },
  {
    files: ['libs/{platform,feature}/**/*.ts', 'apps/mcm/**/*.ts'],
    rules: {
      'max-params': ['error', 5],
      'no-restricted-syntax': ['error', ...everywhere, ...oneWriteQueue, ...injected],
    },
  },
  {
    files: tests,
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...oneWriteQueue] },
  },
  {
    files: ['libs/platform/src/database/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...injected] },
  },
  {
    // Ends the process; and in a worker, the thread alone.
    files: ['apps/mcm/src/main.ts', 'libs/link/observer/src/worker.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: console_,
    extends: [tseslint.configs.strictTypeChecked, angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    languageOptions: {
      parserOptions: {
        project: ['apps/console/tsconfig.app.json', 'apps/console/tsconfig.spec.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      ...size,
      ...language,
      'no-restricted-syntax': ['error', ...everywhere],
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'mcm', style: 'kebab-case' },
      ],
      '@angular-eslint/directive-selector': [
        'error',
        { type: 'attribute', prefix: 'mcm', style: 'camelCase' },
      ],
    },
  },
  {
    files: ['apps/api-docs/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['apps/api-docs/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: { ...size, ...language, 'no-restricted-syntax': ['error', ...everywhere] },
  },
  {
    // What a bundler makes of a file that is not code has a default export.
    files: ['**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['apps/console/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
  {
    files: tests,
    rules: {
      // A suite is one function, and what it is about is read at its top.
      'max-lines-per-function': 'off',
      // A table of cases has a parameter for each column.
      'max-params': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // expect.any() and its kin are `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // expect() takes methods to ask whether they were called.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'Buffer',
          'console',
          'fetch',
          'module',
          'performance',
          'process',
          'require',
          'URL',
          'WebSocket',
        ]
          .concat('AbortSignal', 'clearInterval', 'clearTimeout', 'setInterval', 'setTimeout')
          .map((name) => [name, 'readonly']),
      ),
    },
    rules: size,
  },
);
