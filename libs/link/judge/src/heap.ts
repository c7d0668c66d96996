/** Of a judge's thread, in MiB: enough to read the largest payload that there may be, whatever it holds. */
export const HEAP = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 } as const;
