/** One thing that is wrong with what somebody wrote. */
export interface Fault {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  /** To be read after the pointer. */
  readonly detail: string;
}
