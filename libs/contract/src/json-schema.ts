import type { Draft } from '#domain/schema';

/** Each of the domain's; here, since what judges by them is nothing to load for their names. */
const EACH: Readonly<Record<Draft, true>> = { '2020-12': true, '2019-09': true, 'draft-07': true };

/** The versions of JSON Schema that are understood, the one first that is meant where nothing is said. */
export const JSON_SCHEMA_DRAFTS = Object.keys(EACH) as readonly Draft[];
