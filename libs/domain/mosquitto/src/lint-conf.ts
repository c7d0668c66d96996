import type { BrokerConfig } from './broker-config.js';
import { CONF_RULES, type ConfFinding, type ConfFound, type ConfRuleCode } from './conf-rules.js';
import { doorFindings } from './lint-conf-doors.js';
import { needFindings } from './lint-conf-needs.js';
import { upkeepFindings } from './lint-conf-upkeep.js';

/** Of one kind, only so many are listed. */
const MOST_OF_A_KIND = 20;

/**
 * What people should look at in mosquitto.conf, by file and line, the worst first. Of each kind the first twenty are
 * listed, and the next one says how many more there are.
 * @param version the broker's, as it says it: `2.0.22`; for what single versions do
 */
export function lintBrokerConfig(config: BrokerConfig, version = ''): readonly ConfFinding[] {
  const [main] = config.files;
  const counts = new Map<ConfRuleCode, number>();
  const found: ConfFinding[] = [];
  for (const one of findings(config, version)) {
    const count = (counts.get(one.code) ?? 0) + 1;
    counts.set(one.code, count);
    if (count <= MOST_OF_A_KIND) found.push(findingOf(one, main?.path ?? ''));
  }
  for (const [code, count] of counts) {
    const more = count - MOST_OF_A_KIND;
    if (more <= 0) continue;
    const message = `There are ${more} more findings of this kind, which are not listed.`;
    found.push(findingOf({ code, message }, main?.path ?? ''));
  }
  return found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const SEVERITIES = ['fault', 'warning', 'notice'];

function* findings(config: BrokerConfig, version: string): Generator<ConfFound> {
  for (const { effect, reason, ...at } of config.problems) {
    yield { code: CODES[effect], at, message: reason };
  }
  yield* doorFindings(config);
  yield* needFindings(config);
  yield* upkeepFindings(config, version);
}

const CODES = {
  refuses: 'line-refused',
  misreads: 'line-misread',
  ignores: 'line-ignored',
} as const;

function findingOf({ code, at, message }: ConfFound, main: string): ConfFinding {
  const { severity, hint } = CONF_RULES[code];
  const place = at === undefined ? { path: main } : { path: at.path, line: at.line };
  return { code, severity, ...place, message, hint };
}
