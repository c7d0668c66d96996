import { lintBrokerConfig, settingsForRestart, type BrokerConfig } from '#domain/mosquitto';
import { ConfigFiles, FileUnreadable, type ConfigRead } from '#link/host';
import type { Finding } from '../finding.js';
import { clause } from '../clause.js';
import { parted } from '../parted.js';
import { fail, ok } from '../found.js';
import { versionsOf, type KnownBroker } from './known-broker.js';

const area = 'broker-config';
const RESULTS = { fault: 'fail', warning: 'warn', notice: 'ok' } as const;
/** The broker tells its uptime every ten seconds, unless told otherwise. */
const LATE_MS = 15_000;
const MOST_NAMED = 5;

export interface ExaminedConf {
  readonly findings: readonly Finding[];
  /** Absent when it cannot be read. */
  readonly read?: ConfigRead;
}

/** Reads mosquitto.conf as this broker does, or as the one that takes it. */
export async function examineConf(path: string, broker: KnownBroker): Promise<ExaminedConf> {
  const check = { area, check: 'mosquitto-conf' } as const;
  try {
    const read = await new ConfigFiles(path).read(versionsOf(broker));
    const included = read.parsed.files.length - 1;
    const files = included === 0 ? path : `${path}, with ${included} that it includes,`;
    const what = `${files} can be read, as by Mosquitto ${broker.version ?? read.parsed.broker.line}`;
    return { findings: [ok(check, what)], read };
  } catch (error) {
    // FileUnreadable: it is the broker's file, and may be missing or closed to MCM.
    if (!(error instanceof FileUnreadable)) throw error;
    const hint = 'Correct mosquitto.access.config_file: the path of the broker’s mosquitto.conf.';
    const { what, hint: remedy } = parted(error.message, hint);
    return { findings: [fail(check, what, remedy)] };
  }
}

/** What people should look at in it, by file and line; docs/mosquitto-conf.md explains each. */
export function lintFindings(config: BrokerConfig, { version }: KnownBroker): readonly Finding[] {
  const found = lintBrokerConfig(config, version).map(
    ({ code, severity, path, line, message, hint }): Finding => ({
      ...{ area, check: `conf-${code}`, result: RESULTS[severity], hint },
      what: `${path}${line === undefined ? '' : `:${line}`}: ${clause(message)}`,
    }),
  );
  if (found.some(({ result }) => result !== 'ok')) return found;
  const what = `${config.files[0]?.path ?? 'mosquitto.conf'} has no line that is dangerous, and none is missing that MCM needs`;
  return [ok({ area, check: 'conf-lint' }, what), ...found];
}

/** Whether lines wait for a restart: good to know, and no fault. */
export function restartFindings(
  { parsed, summary }: ConfigRead,
  { startedAt }: KnownBroker,
): readonly Finding[] {
  if (startedAt === undefined || summary.changedAt < startedAt + LATE_MS) return [];
  const waiting = [...new Set(settingsForRestart(parsed).map(({ name }) => name))];
  if (waiting.length === 0) return [];
  const named = waiting.slice(0, MOST_NAMED).join(', ');
  const more = waiting.length > MOST_NAMED ? ` and ${waiting.length - MOST_NAMED} more` : '';
  const what = `${summary.path} was changed after the broker had started: what it says of ${named}${more} counts from the next restart on`;
  const hint = 'Restart the broker if one of these lines was changed: a reload does not do.';
  return [{ area, check: 'conf-restart', result: 'ok', what, hint }];
}
