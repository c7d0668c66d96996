/**
 * In what Mosquitto's versions differ when they read their files and decide about access, as measured on 2.0.11,
 * 2.0.22 and 2.1.2. What is not named here is the same in all of them.
 */
export interface BrokerVersion {
  /** The line as people say it: `2.0`, `2.1`. */
  readonly line: BrokerLine;
  /** What stands for `%c` and `%u` in the patterns of an acl_file: the text anywhere, or one whole level. */
  readonly substitutes: 'text' | 'level';
  /** Whether the plugin fills in `%c` and `%u`, too (whole levels, not in the literal kinds). */
  readonly pluginSubstitutes: boolean;
  /** Whether the plugin reads `allowwildcardsubs`. */
  readonly pluginForbidsWildcards: boolean;
  /** How the plugin compares a subscription with a pattern: by the levels, or as filters with `$` kept apart. */
  readonly comparesSubscriptions: 'levels' | 'filters';
  /** What has to stand behind `$share/` for a subscription to be taken. */
  readonly sharedNeeds: 'nothing' | 'filter' | 'filter-and-plain-name';
  /** What the plugin does with an entry whose filter is invalid once it comes upon the fault: `deny`, or go on. */
  readonly invalidFilter: 'deny' | 'skip';
  /** What the plugin does with a second entry of the same kind and topic in one role. */
  readonly repeatedAcl: 'both' | 'first';
  /** The largest distance from 0 that the plugin leaves a priority. */
  readonly priorityLimit: number;
  /** Salt lengths in bytes that the password file may have. */
  readonly saltBytes: readonly number[];
  /**
   * What becomes of a line of the password file that the broker cannot use: the user is left out, or the broker stops,
   * which then also asks for the `$` before a hash and takes no name twice.
   */
  readonly badPassword: 'drops-user' | 'stops';
  /** What a bad acl_file does at a reload: the broker goes on with no rules at all, or it stops. */
  readonly badAclOnReload: 'drops-rules' | 'stops';
}

export const BROKER_LINES = ['2.0', '2.1'] as const;
export type BrokerLine = (typeof BROKER_LINES)[number];

const LINE_2_0: BrokerVersion = {
  line: '2.0',
  substitutes: 'text',
  pluginSubstitutes: false,
  pluginForbidsWildcards: false,
  comparesSubscriptions: 'levels',
  sharedNeeds: 'filter',
  invalidFilter: 'skip',
  repeatedAcl: 'first',
  priorityLimit: 2_147_483_648,
  saltBytes: [12],
  badPassword: 'drops-user',
  badAclOnReload: 'drops-rules',
};

const LINE_2_1: BrokerVersion = {
  line: '2.1',
  substitutes: 'level',
  pluginSubstitutes: true,
  pluginForbidsWildcards: true,
  comparesSubscriptions: 'filters',
  sharedNeeds: 'filter-and-plain-name',
  invalidFilter: 'deny',
  repeatedAcl: 'first',
  priorityLimit: 100_000,
  saltBytes: [12, 64],
  badPassword: 'stops',
  badAclOnReload: 'stops',
};

/** Up to 2.0.11, the plugin keeps an entry that is there already. */
const EARLY_2_0: BrokerVersion = { ...LINE_2_0, repeatedAcl: 'both', sharedNeeds: 'nothing' };

/**
 * How the broker of this version decides: `2.0`, `2.1`, or a full version such as `2.0.11`, also with words
 * around it as in `mosquitto version 2.0.11`. Nothing for versions before 2.0; those after 2.1 are read as 2.1.
 */
export function brokerVersion(text: string): BrokerVersion | undefined {
  const [, major, minor, patch] = /(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(text) ?? [];
  if (major === undefined || Number(major) < 2) return undefined;
  if (Number(major) > 2 || Number(minor) > 0) return LINE_2_1;
  return patch !== undefined && Number(patch) <= 11 ? EARLY_2_0 : LINE_2_0;
}
