import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Payload } from './payload.js';

/** The metric of a node that asks it to be born anew (Sparkplug 3.0 section 6.4.23). */
const REBIRTH = 'Node Control/Rebirth';
const BOOLEAN = 11;

/** The payload of an NCMD that asks a node for its births. Commands have no `seq`. `at`: milliseconds since 1970. */
export function rebirthCommand(at: number): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).uint64(at);
  writer.tag(2, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).string(REBIRTH);
  writer.tag(3, WireType.Varint).uint64(at);
  writer.tag(4, WireType.Varint).uint32(BOOLEAN);
  writer.tag(14, WireType.Varint).bool(true);
  return writer.join().finish();
}

/** Whether a command asks for that. */
export function asksForRebirth({ metrics }: Payload): boolean {
  return metrics.some(({ name, value }) => name === REBIRTH && value === true);
}
