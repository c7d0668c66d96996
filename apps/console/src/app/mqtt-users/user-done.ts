/** What a sheet was closed with: what was done, and who is shown then. */
export interface UserDone {
  readonly title: string;
  readonly id?: string;
}
