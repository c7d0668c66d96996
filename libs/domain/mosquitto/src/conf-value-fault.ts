import { BRIDGE_CHECKS } from './conf-bridge.js';
import { MISSING, refused, type ConfFault } from './conf-fault.js';
import { pluginOptionKey, type ConfRule } from './conf-options.js';
import { OWN_CHECKS, pluginOptionFault } from './conf-own-values.js';
import { flagFault, textFault, wholeFault, type ConfValueGiven } from './conf-value.js';
import { wordsOf } from './conf-words.js';

/** What the broker has against the value of an option; nothing when it takes it as it looks. */
export function valueFault(rule: ConfRule, given: ConfValueGiven): ConfFault | undefined {
  const { value } = rule;
  const key = pluginOptionKey(given.name);
  if (key !== undefined) return pluginOptionFault(key, given);
  if (value === 'any') return undefined;
  const [first] = wordsOf(given.rest);
  if (first === undefined && rule.mayBeEmpty === true && given.line === '2.0') {
    return { ...MISSING, effect: 'ignores' };
  }
  if (value === 'own') {
    const check = OWN_CHECKS.get(given.name) ?? BRIDGE_CHECKS.get(given.name);
    return check?.(given);
  }
  if (value === 'text') return textFault(given.rest);
  if (first === undefined) return MISSING;
  if (value === 'flag') return flagFault(first.text, first.at);
  if ('words' in value) {
    if (value.words.includes(first.text)) return undefined;
    return refused(first.at, `Here stands one of: ${value.words.join(', ')}.`);
  }
  return wholeFault(given, value.whole);
}
