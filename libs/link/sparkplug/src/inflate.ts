import { gunzipSync, inflateSync } from 'node:zlib';
import type { Inflate } from '#domain/sparkplug';

/** Ends with an error at what is larger than it may be, however small it came. */
export const inflate: Inflate = (body, how, mostBytes) => {
  const options = { maxOutputLength: mostBytes };
  return how === 'GZIP' ? gunzipSync(body, options) : inflateSync(body, options);
};
