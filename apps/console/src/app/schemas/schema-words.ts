import type {
  JsonSchemaSummary,
  SchemaTrial,
  SchemaViolation,
  SkippedMessages,
} from '../api/models';
import type { IconName } from '../ui/icons';
import { count, counted, exactly } from '../ui/formats';

/** How a schema stands, with what it means. */
export interface SchemaState {
  readonly icon: Extract<IconName, 'ok' | 'warning' | 'unknown'>;
  readonly word: string;
  readonly text: string;
}

export function schemaState({
  enabled,
  suspended,
}: Pick<JsonSchemaSummary, 'enabled' | 'suspended'>): SchemaState {
  if (!enabled) return { icon: 'unknown', word: 'Off', text: 'Nothing is judged by it.' };
  if (suspended === undefined)
    return { icon: 'ok', word: 'On', text: 'Each message to its topics is judged.' };
  return { icon: 'warning', word: 'Suspended', text: suspended };
}

const REASONS: readonly (readonly [reason: keyof SkippedMessages, words: string])[] = [
  ['tooFast', 'came faster than they could be judged'],
  ['tooLarge', 'were larger than 16 MiB'],
  ['timedOut', 'took too long or too much memory'],
  ['notHeld', 'were lost when judging had to be started again'],
];

/** Messages that were not judged, by the reason; none where none were left out. */
export function skippedWords(skipped: SkippedMessages): readonly string[] {
  return REASONS.filter(([reason]) => skipped[reason] > 0).map(
    ([reason, words]) => `${count(skipped[reason])} ${words}`,
  );
}

/** A violation in one line: where in the payload, and what is wrong there. */
export function violationPlace({ pointer }: SchemaViolation): string {
  return pointer === '' ? 'the whole' : pointer;
}

/** What a payload begins with; nothing to be read of a binary one. */
export function previewWords(preview: string, bytes: number): string {
  if (preview !== '') return preview;
  return bytes === 0 ? 'empty' : `binary, ${counted(bytes, 'byte')}`;
}

/** RFC 3339, as the server writes moments in its sentences. */
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A sentence of the server with its moments as people here read them. */
export function withMoments(sentence: string): string {
  return sentence.replaceAll(MOMENT, (moment) => exactly(moment));
}

/** What came of trying a schema, in a sentence. */
export function trialWords(
  { judged, violations }: Pick<SchemaTrial, 'judged' | 'violations'>,
  isOnePayload: boolean,
): { readonly kind: 'ok' | 'warning' | 'info'; readonly text: string } {
  if (judged === 0) return { kind: 'info', text: 'There was no message to try it on.' };
  if (isOnePayload) {
    return violations === 0
      ? { kind: 'ok', text: 'The payload fits.' }
      : { kind: 'warning', text: 'The payload breaks it.' };
  }
  if (violations > 0) {
    const text = `${count(violations)} of ${counted(judged, 'message')} break it.`;
    return { kind: 'warning', text: judged === 1 ? 'The one message breaks it.' : text };
  }
  const all = judged === 1 ? 'The one message fits.' : `All ${count(judged)} messages fit.`;
  return { kind: 'ok', text: all };
}
