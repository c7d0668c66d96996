/**
 * Runs every test of what `make test` has built. The last line, alone on stdout, counts them:
 *
 *   123 passed, 0 failed
 *
 * usage: node tools/test.mjs [--long]     --long: properties are searched with many more examples
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exec } from './exec.mjs';

const long = process.argv.includes('--long');

/** Where a page is measured under load, the browser has the machine to itself. */
const LOAD = 'e2e/load.spec';
const RUNS = [
  ['--selectProjects', 'domain', 'server', 'tools', 'console', '--maxWorkers', '2'],
  ['--testPathIgnorePatterns', LOAD, '--selectProjects', 'e2e', '--maxWorkers', '2'],
  ['--testPathPatterns', LOAD, '--selectProjects', 'e2e', '--runInBand'],
];

/** Jest's own result in numbers. A suite that could not run counts as a failure, and so does an empty run. */
export function count({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites, success }) {
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  const unexplained = (!success || numPassedTests === 0) && failed === 0;
  return { passed: numPassedTests, failed: failed + (unexplained ? 1 : 0) };
}

/** Runs jest, which tells of its progress on stderr, and reads the result that it leaves. */
async function run(projects) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcm-test-'));
  const result = path.join(folder, 'result.json');
  const jest = [
    'node',
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
  ];
  const patience = long ? ['--testTimeout', '600000'] : [];
  try {
    await exec([...jest, ...projects, ...patience, '--json', '--outputFile', result], {
      show: true,
      env: long ? { MCM_SEARCH_RUNS: '20000' } : {},
    });
    return count(JSON.parse(readFileSync(result, 'utf8')));
  } catch (error) {
    console.error(`jest left no result: ${error.message}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const counts = [];
  for (const projects of RUNS) counts.push(await run(projects));
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('failed') > 0) process.exitCode = 1;
}
