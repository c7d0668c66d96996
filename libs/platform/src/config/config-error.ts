/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** Where it was said: `<file>:<line>`, a file, or the name of an environment variable. */
  readonly where?: string;
  /** The key in question, such as `http.port`. */
  readonly key?: string;
  /** What is wrong and what to do, to be read after the key: `must be a whole number, not "x"`. */
  readonly message: string;
}

const SHOWN = 50;

/** The configuration cannot be used. Holds every problem, so that one run is enough to mend them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.slice(0, SHOWN).map((problem) => `- ${describeProblem(problem)}`);
    if (problems.length > SHOWN) lines.push(`- and ${String(problems.length - SHOWN)} more`);
    super(['configuration validation failed:', ...lines].join('\n'));
    this.problems = problems;
  }
}

function describeProblem({ where, key, message }: ConfigProblem): string {
  const sentence = key === undefined ? message : `${key} ${message}`;
  return where === undefined ? sentence : `${where}: ${sentence}`;
}

/** The configuration cannot be written; the message names the file and the remedy. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';
}
