import { compileSchema, Inference, readPayload, type CompiledSchema } from '#domain/schema';
import type { Trial, TrialAnswer, TrialMessage, TrialResult, Tried } from './port.js';

const MOST_RESULTS = 100;

/** What a thread that was started for one question answers. */
export function answerTrial({ about, query }: Trial): TrialAnswer {
  if (about === 'infer') {
    const inference = new Inference();
    for (const payload of query.payloads) inference.add(payload);
    return inference.result(query.draft);
  }
  // Checked is what the judge will do, too.
  const whole = about === 'check';
  const { schema, faults } = compileSchema(query.document, query.draft, { whole });
  if (schema === undefined) return { faults };
  return about === 'check' ? { draft: schema.draft } : tryOn(schema, query.messages);
}

function tryOn(schema: CompiledSchema, messages: readonly TrialMessage[]): Tried {
  const broken: TrialResult[] = [];
  const fitting: TrialResult[] = [];
  const valid = messages.map(({ payload, ...message }) => {
    const verdict = schema.judge(readPayload(payload));
    const results = verdict.valid ? fitting : broken;
    if (results.length < MOST_RESULTS) results.push({ ...message, ...verdict });
    return verdict.valid;
  });
  return {
    judged: messages.length,
    violations: valid.filter((one) => !one).length,
    results: [...broken, ...fitting].slice(0, MOST_RESULTS),
    valid,
  };
}
