import { describe, expect, it } from '@jest/globals';
import decodeQR from 'qr/decode.js';
import { qrPath } from './qr-path';

/** Draws what an SVG would show, so many pixels for each module, dark on white. */
function draw({ size, path }: ReturnType<typeof qrPath>, scale: number) {
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let down = 0; down < scale; down += 1)
      for (let across = 0; across < Number(run) * scale; across += 1) {
        const at = ((Number(y) * scale + down) * width + Number(x) * scale + across) * 4;
        data.fill(0, at, at + 3);
      }
  }
  return { width, height: width, data };
}

describe('qrPath', () => {
  it.each([
    'otpauth://totp/MCM:admin?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=MCM',
    `otpauth://totp/MCM:${'a'.repeat(64)}?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=MCM`,
  ])('is read by a scanner as %s', (text) => {
    expect(decodeQR(draw(qrPath(text), 4))).toBe(text);
  });

  it('leaves four light modules around it', () => {
    const { size, path } = qrPath('MCM');
    const starts = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, ...numbers]) =>
      numbers.map(Number),
    );
    expect(Math.min(...starts.flatMap(([x = 0, y = 0]) => [x, y]))).toBe(4);
    expect(Math.max(...starts.map(([x = 0, , width = 0]) => x + width))).toBe(size - 4);
  });
});
