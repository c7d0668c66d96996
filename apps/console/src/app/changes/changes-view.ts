/** Two revisions, the earlier one first. */
export type RevisionPair = readonly [from: number, to: number];

/** All that the address says of the page. */
export interface ChangesView {
  /** The change that is followed on its way, or whose end is shown. */
  readonly apply?: number;
  /** Two revisions to be compared, the earlier one first. */
  readonly compared?: RevisionPair;
  /** Of the plugin: how its changes are written. */
  readonly view: 'lines' | 'commands';
  /** Whether the difference is shown that somebody else made. */
  readonly drift: boolean;
  /** How many revisions are listed. */
  readonly revisions: number;
}

/** What the address may say, as it comes. */
export interface ChangesParams {
  readonly apply?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly view?: string | undefined;
  readonly drift?: string | undefined;
  readonly revisions?: string | undefined;
}

/** A member of the address and its value; `null` takes it out. */
export type ChangesChange = Readonly<Partial<Record<keyof ChangesParams, string | number | null>>>;

/** As many revisions as are listed at first, and added each time. */
export const REVISIONS_STEP = 10;
/** More the server does not list at once. */
export const MOST_REVISIONS = 500;

/** Reads the address; what is not a value there is as good as absent. */
export function readChanges(params: ChangesParams): ChangesView {
  const apply = wholeOf(params.apply);
  const [from, to] = [wholeOf(params.from), wholeOf(params.to)];
  const compared =
    from !== undefined && to !== undefined && from !== to
      ? ([Math.min(from, to), Math.max(from, to)] as const)
      : undefined;
  return {
    ...(apply !== undefined && { apply }),
    ...(compared !== undefined && { compared }),
    view: params.view === 'commands' ? 'commands' : 'lines',
    drift: params.drift === 'shown',
    revisions: Math.min(wholeOf(params.revisions) ?? REVISIONS_STEP, MOST_REVISIONS),
  };
}

function wholeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
