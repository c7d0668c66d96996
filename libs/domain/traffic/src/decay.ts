/** Times are kept in ticks of 128 ms: the rate decays by ticks, and the rest of a time fits in seven bits. */
export const TICK_MS = 128;
/** A burst has lost two thirds of its weight after this long. */
const TAU_SECONDS = 10;
/** After 1024 ticks, which are 131 s, two millionths are left: nothing. */
const DECAY = Float64Array.from({ length: 1024 }, (_, ticks) =>
  Math.exp((-ticks * TICK_MS) / 1000 / TAU_SECONDS),
);

/** What is left of a weight after `ticks`; a clock that was set back decays nothing. */
export function decayed(weight: number, ticks: number): number {
  return ticks <= 0 ? weight : weight * (DECAY[ticks] ?? 0);
}

/** What a weight is `ticks` later, or would have been `-ticks` earlier: of two weights the greater stays so. */
export function weightAt(weight: number, ticks: number): number {
  return ticks >= 0 ? decayed(weight, ticks) : weight / (DECAY[-ticks] ?? 0);
}

/** Messages per second behind a weight to which each message added one. */
export function rateOf(weight: number): number {
  return weight / TAU_SECONDS;
}

/** Milliseconds since the epoch as ticks since `origin`, held within 32 bits, and what is left over. */
export function tickOf(at: number, origin: number): number {
  const tick = Math.floor((at - origin) / TICK_MS);
  return Math.max(-0x8000_0000, Math.min(0x7fff_ffff, tick));
}
