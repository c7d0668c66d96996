/** What was built, from which commit and when it was committed. */
export interface Build {
  readonly version: string;
  readonly commit: string;
  /** RFC 3339. */
  readonly date: string;
}

/** Injection token of the {@link Build}. */
export const BUILD = Symbol('BUILD');

/** Where the built parts that are no code lie: absolute paths. */
export interface Assets {
  /** The console's folder, with its `index.html`. */
  readonly console: string;
  /** The folder of the page with the API's operations, with its `index.html`. */
  readonly apiDocs: string;
  /** The folder of `<kind>.md`, one page for each problem. */
  readonly problems: string;
  readonly openapi: string;
}

/** Injection token of the {@link Assets}. */
export const ASSETS = Symbol('ASSETS');

/** The threads beside the main one: what their programs are. */
export interface Workers {
  readonly observer: URL;
  /** Judges payloads by JSON Schemas. */
  readonly judge: URL;
  readonly sparkplug: URL;
}

/** Injection token of the {@link Workers}. */
export const WORKERS = Symbol('WORKERS');
