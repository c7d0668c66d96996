import { setTimeout as pause } from 'node:timers/promises';
import { parseDynsecState } from '#domain/mosquitto';
import { dynsecChecks, fileChecks, type BackendCheck } from '#feature/acl';
import { ControlUnavailable, DynsecControl } from '#link/broker';
import { BrokerFiles, readBrokerFile, type BrokerReload } from '#link/host';
import type { Config } from '#platform';
import type { Finding, Subject } from '../finding.js';
import { parted } from '../parted.js';
import type { BrokerPlaces } from './broker-places.js';
import type { DecidingFile } from './deciding-files.js';
import { fail, ok, skip, warn, type Check } from '../found.js';
import { versionsOf, type KnownBroker } from './known-broker.js';

const CLOSING_MS = 1_000;
const CHECKS: Readonly<Record<BackendCheck['about'], Check>> = {
  files: { area: 'access', check: 'access-files' },
  'acl-file': { area: 'access', check: 'acl-file' },
  'password-file': { area: 'access', check: 'password-file' },
  replacement: { area: 'access', check: 'file-replacement' },
  reload: { area: 'reload', check: 'broker-reload' },
  shadow: { area: 'access', check: 'shadow-broker' },
  control: { area: 'access', check: 'control-account' },
};

const READ_ONLY = 'MCM changes neither users nor rules: mosquitto.access.backend is not set';
const SET_BACKEND =
  'To have it change them, set mosquitto.access.backend to file or dynamic-security, as deploy/mcm/README.md says.';

/** Whether MCM could change who may do what, now. */
export async function backendFindings(
  { config, patience }: Subject,
  places: BrokerPlaces,
  known: { readonly broker: KnownBroker; readonly reload: BrokerReload },
): Promise<readonly Finding[]> {
  if (places.isManaged) return managedFindings(places, known.broker);
  const { backend } = config.mosquitto.access;
  if (backend === undefined) {
    return [
      skip({ area: 'access', check: 'access-backend' }, READ_ONLY, SET_BACKEND),
      skip(CHECKS.reload, READ_ONLY, SET_BACKEND),
    ];
  }
  if (backend === 'file') return asFindings(await fileBackendChecks(places, known));
  return [
    ...asFindings(await pluginChecks(config, places, patience)),
    ok(CHECKS.reload, 'the plugin takes commands, and needs no reload'),
  ];
}

function fileBackendChecks(
  { files }: BrokerPlaces,
  { broker, reload }: { readonly broker: KnownBroker; readonly reload: BrokerReload },
): Promise<readonly BackendCheck[]> {
  const reader = new BrokerFiles(files);
  return fileChecks({ files: () => reader.read(versionsOf(broker)), reload });
}

/** Its process is known to the server alone, which signals it. */
async function managedFindings(places: BrokerPlaces, broker: KnownBroker): Promise<Finding[]> {
  const reload = { kind: 'process', pid: () => undefined } as const;
  const checks = await fileBackendChecks(places, { broker, reload });
  const others = checks.filter(({ about }) => about !== 'reload');
  return [...asFindings(others), ok(CHECKS.reload, 'MCM runs this broker, and signals it itself')];
}

async function pluginChecks(
  { mosquitto }: Config,
  places: BrokerPlaces,
  patienceMs: number,
): Promise<readonly BackendCheck[]> {
  const { username, password } = mosquitto.access.control;
  const control = new DynsecControl({
    patienceMs,
    target: async () => {
      const { username: _, password: __, ...target } = await places.target();
      return {
        ...target,
        account: 'mosquitto.access.control',
        ...(username !== undefined && { username }),
        ...(password !== undefined && { password: password.reveal() }),
      };
    },
  });
  try {
    return await dynsecChecks(() => inTime(control.snapshot(), patienceMs));
  } finally {
    // Where the broker does not answer, its end is not waited for.
    await Promise.race([control.close(), pause(CLOSING_MS, undefined, { ref: false })]);
  }
}

/** A connection that is not refused may take long to come about. */
async function inTime<Result>(work: Promise<Result>, patienceMs: number): Promise<Result> {
  const answered = new AbortController();
  const late = pause(2 * patienceMs, undefined, { signal: answered.signal, ref: false });
  try {
    return await Promise.race([work, late.then(() => tooLate(2 * patienceMs))]);
  } finally {
    answered.abort();
  }
}

function tooLate(ms: number): never {
  throw new ControlUnavailable(
    `The broker did not answer MCM’s account for commands within ${ms / 1000} s. See what stands in the way of the broker itself.`,
  );
}

/** What is told of files that cannot be read is told with each of them. */
function asFindings(checks: readonly BackendCheck[]): readonly Finding[] {
  return checks
    .filter(({ about }) => about !== 'files')
    .map(({ about, check: what, result, detail }) => {
      if (result === 'ok') return ok(CHECKS[about], what);
      const told = parted(detail, 'See deploy/mcm/README.md for what MCM needs.');
      return (result === 'warn' ? warn : fail)(CHECKS[about], told.what, told.hint);
    });
}

/** Whether the plugin knows MCM's account for commands, as far as its file says. */
export async function controlFindings(
  { mosquitto }: Config,
  files: readonly DecidingFile[],
): Promise<readonly Finding[]> {
  const { username } = mosquitto.access.control;
  const file = files.find(({ kind }) => kind === 'dynamic-security');
  if (username === undefined || file === undefined) return [];
  const read = await readBrokerFile(file.path).catch(() => undefined); // told where the file is read
  if (read === undefined) return [];
  const { clients, unreadable } = parseDynsecState(read.bytes);
  if (unreadable) return [];
  const client = clients.find((one) => one.username === username);
  const why = !client
    ? `${file.path} has no client ${JSON.stringify(username)}, by which MCM commands the plugin`
    : client.disabled
      ? `${file.path}:${client.line}: the client ${JSON.stringify(username)}, by which MCM commands the plugin, is disabled`
      : undefined;
  if (why === undefined) return [];
  const hint =
    'Make the account as the README says (mosquitto_ctrl dynsec createClient), or correct mosquitto.access.control.';
  return [fail(CHECKS.control, why, hint)];
}
