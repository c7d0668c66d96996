import { encodeQR } from 'qr';

/** ISO/IEC 18004 section 5.3.8: this many light modules around it, or scanners do not find its edge. */
const QUIET_ZONE = 4;

/** A QR code as the path of its dark modules, one unit each, in a square of `size` units. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
  const path = modules.flatMap((row, y) =>
    runs(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`),
  );
  return { size: modules.length, path: path.join('') };
}

/** Where dark modules stand side by side: from where, and how many. */
function runs(row: readonly boolean[]): readonly (readonly [from: number, width: number])[] {
  return row.flatMap((dark, x) => {
    if (!dark || row[x - 1]) return [];
    const end = row.indexOf(false, x);
    return [[x, (end < 0 ? row.length : end) - x] as const];
  });
}
