import { bytesText } from './scalar-text.js';

const TIMESTAMP = -1;
/** Beyond this a Date is none; ECMAScript, time values. */
const LAST_SECOND = 8_640_000_000_000;

/** An extension type of MessagePack, as `ext(5, h'0102')`; a timestamp as the time that it is. */
export function extensionText(type: number, content: Uint8Array): string {
  const time = type === TIMESTAMP ? timestampText(content) : undefined;
  return time ?? `ext(${type}, ${bytesText(content)})`;
}

/** Seconds since 1970 in 32 bits, or in 34 after 30 of nanoseconds, or in 64 after 32. */
function timestampText(content: Uint8Array): string | undefined {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (content.length === 4) return timeText(BigInt(view.getUint32(0)), 0);
  if (content.length === 8) {
    const both = view.getBigUint64(0);
    return timeText(both & 0x3_ffff_ffffn, Number(both >> 34n));
  }
  return content.length === 12 ? timeText(view.getBigInt64(4), view.getUint32(0)) : undefined;
}

function timeText(seconds: bigint, nanoseconds: number): string | undefined {
  const number = Number(seconds);
  // By the specification no timestamp has more nanoseconds.
  if (nanoseconds > 999_999_999 || Math.abs(number) > LAST_SECOND) return undefined;
  const fraction = nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0')}`;
  return `timestamp(${new Date(number * 1000).toISOString().replace('.000Z', '')}${fraction}Z)`;
}
