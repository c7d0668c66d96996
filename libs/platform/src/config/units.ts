const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const BYTES: Readonly<Record<string, number>> = {
  kB: 1000,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** Milliseconds of `90s`, `24h` or `1h30m`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d{1,9}(ms|[smhd]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit = ''] of text.matchAll(/(\d+)(ms|[smhd])/g)) {
    sum += Number(count) * (MILLISECONDS[unit] ?? 0);
  }
  return sum;
}

/** Bytes of `128MB` (128 000 000) or `128MiB` (134 217 728); `undefined` for anything else. */
export function parseSize(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9}) ?([kKMG]i?B)$/.exec(text) ?? [];
  const bytes = BYTES[unit ?? ''];
  return bytes === undefined ? undefined : Number(count) * bytes;
}
