import { failureOf } from '../ui/failure';

/** Something as it was seen, and the version of the draft that it was seen in. */
export interface Seen<Thing> {
  readonly thing: Thing;
  readonly version: number;
}

/** What an edit of something that was seen in this version of the draft has to say. */
export function ifMatch(version: number): { readonly 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}

/**
 * Edits something that was seen. When others changed the draft in the meantime, but not this, that is no reason not to:
 * it is done on what they made of it.
 *
 * @param read - reads it again
 * @throws what `edit` throws; `draft-changed` only when the thing itself is not as it was seen
 */
export async function editSeen<Thing extends object, Result>(
  { thing, version }: Seen<Thing>,
  read: () => Promise<Seen<Thing>>,
  edit: (version: number) => Promise<Result>,
): Promise<Result> {
  try {
    return await edit(version);
  } catch (error) {
    // draft-changed: only the server knows which version the draft has when the edit arrives.
    if (failureOf(error).kind !== 'draft-changed') throw error;
    const now = await read();
    if (!isSame(thing, now.thing)) throw error;
    return await edit(now.version);
  }
}

/** Whether both say the same, wherever it stands and whether or not it is in force by now. */
export function isSame(one: object | undefined, other: object | undefined): boolean {
  return said(one) === said(other);
}

const said = (thing: object | undefined) =>
  JSON.stringify(thing, (key, value: unknown) =>
    key === 'pending' || key === 'line' ? undefined : value,
  );
