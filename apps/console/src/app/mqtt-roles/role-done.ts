/** What the sheet was closed with: what was done, and which role is shown then. */
export interface RoleDone {
  readonly title: string;
  readonly id: string;
}
