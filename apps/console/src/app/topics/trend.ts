import { numberAt } from '#domain/payload';
import type { HistoryMessage } from '../api/models';
import { fieldWords } from './pins';

const LOOKED_AT = 16;
const FEWEST = 4;

/**
 * Which way a number has gone: `rpm fell in 14 of the last 16 messages.` Says nothing of a handful of messages,
 * nor where the beginning of a payload does not tell.
 *
 * @param messages - latest first
 */
export function trendWords(field: string, messages: readonly HistoryMessage[]): string | undefined {
  const values = messages.slice(0, LOOKED_AT + 1).map((message) => valueOf(message, field));
  const steps = values
    .slice(0, -1)
    .map((value, index) => Math.sign((value ?? Number.NaN) - (values[index + 1] ?? Number.NaN)));
  if (steps.length < FEWEST || steps.some(Number.isNaN)) return undefined;
  const fell = steps.filter((step) => step < 0).length;
  const rose = steps.filter((step) => step > 0).length;
  const [verb, times] = fell > rose ? ['fell', fell] : ['rose', rose];
  return `${fieldWords(field)} ${verb} in ${times} of the last ${steps.length} messages.`;
}

function valueOf(
  { payloadFormat, payloadPreview, truncated }: HistoryMessage,
  field: string,
): number | undefined {
  if (truncated || payloadFormat === 'binary') return undefined;
  return numberAt(new TextEncoder().encode(payloadPreview), field);
}
