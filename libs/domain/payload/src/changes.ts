/** Changes that a difference lists at most. */
const MAX_CHANGES = 200;
/** What is shown of each side of one change, in characters. */
export const MAX_CHANGE_TEXT = 1024;

/** The first changes of a difference. */
export class Changes<Change> {
  readonly list: Change[] = [];
  /** There are more. */
  truncated = false;

  /** @param change made only where it is listed, since its texts may be long */
  add(change: () => Change): void {
    if (this.list.length < MAX_CHANGES) this.list.push(change());
    else this.truncated = true;
  }
}
