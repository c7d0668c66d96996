// `make nightly` searches longer for counter-examples than `make test` has time for.
const runs = process.env['MCM_SEARCH_RUNS'];

if (runs !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ numRuns: Number(runs) });
}

export {};
