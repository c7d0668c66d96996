/** The executable cannot unpack in a place; the message says why, and goes on from "PLACE: ". */
export class Unsuitable extends Error {
  override readonly name = 'Unsuitable';
}
