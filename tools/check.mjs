/**
 * Everything that can be said about the repository without running the product, fastest first. One
 * line per step; a step that fails prints what it found and what to do, and the others still run.
 *
 * usage: node tools/check.mjs [step…]     all steps when none is named
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { exec } from './exec.mjs';
import { root } from './root.mjs';

const folders = (...names) => names.filter((name) => existsSync(path.join(root, name)));

/** In order. `commands` run one after the other; `remedy` is what to do when one fails. */
const STEPS = [
  {
    name: 'licences',
    commands: [['node', 'tools/licences.mjs']],
    remedy: 'use another package, or add its licence to tools/licences.mjs if Apache-2.0 allows it',
  },
  {
    name: 'links',
    commands: [['node', 'tools/links.mjs']],
    remedy: 'mend the link, or the heading that it names',
  },
  {
    name: 'layers',
    commands: [['depcruise', ...folders('apps', 'libs', 'e2e', 'bench', 'tools')]],
    remedy:
      'see the table in docs/architecture.md; .dependency-cruiser.cjs says what each rule is for',
  },
  {
    name: 'dead code',
    commands: [['knip']],
    remedy: 'delete what nothing uses; knip.json names the entries',
  },
  {
    name: 'format',
    commands: [['prettier', '--check', '--log-level', 'warn', '.']],
    remedy: 'run: npx prettier --write .',
  },
  {
    name: 'types',
    commands: [
      ['tsc', '-p', 'tsconfig.json'],
      ['ngc', '-p', 'apps/console/tsconfig.app.json', '--noEmit'],
      ['tsc', '-p', 'apps/console/tsconfig.spec.json', '--noEmit'],
      ['tsc', '-p', 'apps/api-docs/tsconfig.json'],
    ],
    remedy: 'mend the types',
  },
  {
    name: 'generated',
    commands: [['node', 'tools/generate.mjs', '--check']],
    remedy: 'run: npm run generate, and commit what it wrote with its cause',
  },
  {
    name: 'OpenAPI',
    commands: [
      ['redocly', 'lint', 'docs/openapi.json'],
      ['redocly', 'lint', 'docs/asyncapi.yaml'],
    ],
    remedy: 'mend the controller or docs/asyncapi.yaml; redocly.yaml says what is asked',
  },
  {
    name: 'lint',
    commands: [['eslint', '--max-warnings', '0', '.']],
    remedy: 'mend the lines; eslint.config.mjs says why a rule of ours exists',
  },
];

/** Runs a step and tells of it; whether it went well. */
async function run({ name, commands, remedy }) {
  const started = performance.now();
  let failure;
  for (const command of commands) {
    const { code, output } = await exec(command);
    if (code !== 0) failure = `${failure ?? ''}${output}`;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  if (failure !== undefined) console.log(failure.trim());
  console.log(
    failure === undefined
      ? `ok      ${name} ${seconds} s`
      : `FAILED  ${name} ${seconds} s: ${remedy}`,
  );
  return failure === undefined;
}

const wanted = process.argv.slice(2);
const steps = STEPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const results = [];
for (const step of steps) results.push(await run(step));
const failed = results.filter((ok) => !ok).length;
if (steps.length === 0)
  console.error(`check: no such step; there are ${STEPS.map(({ name }) => name).join(', ')}`);
if (failed > 0 || steps.length === 0) process.exitCode = 1;
