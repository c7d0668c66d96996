import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('./_tokens.scss', import.meta.url), 'utf8');
const tokens = new Map(
  [...source.matchAll(/--mcm-([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken', 'raised', 'hover', 'selected'];
const states = ['ok', 'warning', 'fault', 'unknown'];
const pairs = (texts: readonly string[], behind: readonly string[], least: number) =>
  texts.flatMap((text) => behind.map((ground) => [text, ground, least] as const));

const needed = [
  ...pairs(['text', 'text-2', 'text-3', 'accent', ...states], grounds, 4.5),
  ...states.flatMap((state) => pairs([state, 'text', 'text-2'], [`${state}-soft`], 4.5)),
  ...pairs(['syn-key', 'syn-string', 'syn-number', 'syn-word'], ['surface', 'sunken'], 4.5),
  ...pairs(['on-accent'], ['accent', 'accent-hover'], 4.5),
  ...pairs(['on-fault'], ['fault'], 4.5),
  ...pairs(['on-tooltip'], ['tooltip'], 4.5),
  ...pairs(['control'], ['canvas', 'surface'], 3),
  ...pairs(['plot-1', 'plot-2', 'plot-3', 'plot-4', 'plot-5'], ['surface'], 3),
];

describe('the colour tokens', () => {
  it.each(needed)('tell %s from %s by %d to 1, light and dark', (text, ground, least) => {
    const [a, b] = [tokens.get(text), tokens.get(ground)];
    expect(contrast(a?.light ?? '', b?.light ?? '')).toBeGreaterThanOrEqual(least);
    expect(contrast(a?.dark ?? '', b?.dark ?? '')).toBeGreaterThanOrEqual(least);
  });
});
