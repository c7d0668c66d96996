import { isCapable, isIncapable } from '#domain/mosquitto';
import { brokerUser, pidFileIn, type ConfigRead } from '#link/host';
import type { Config } from '#platform';
import type { Examination, Finding, Subject } from '../finding.js';
import { backendFindings, controlFindings } from './backend-findings.js';
import { brokerPlaces, namesFiles, reloadWay, type BrokerPlaces } from './broker-places.js';
import { examineConf, lintFindings, restartFindings } from './conf-findings.js';
import { contentFindings, decidingFiles, guarded, type DecidingFile } from './deciding-files.js';
import { rightsFindings, type GuardedFile, type Readers } from './file-rights.js';
import { fail, skip } from '../found.js';
import { knownBroker, versionsOf, type KnownBroker } from './known-broker.js';
import { rightsOfMcm } from './mcm-rights.js';
import { missingFindings, secretFiles } from './named-files.js';

/** Where the broker's files are known, and what is known of the broker. */
interface Scene {
  readonly subject: Subject;
  readonly places: BrokerPlaces;
  readonly broker: KnownBroker;
  /** Its mosquitto.conf, where that can be read. */
  readonly conf: ConfigRead | undefined;
}

/** The broker's own files, and whether MCM could change them and have the broker read them again. */
export const examineBrokerFiles: Examination = async (subject) => {
  const places = await placesOf(subject.config);
  if (!('files' in places)) return [places];
  const broker = await knownBroker(places.target, subject);
  const { configFile } = places.files;
  if (!places.isStarted) return [NOT_STARTED];
  const conf = configFile === undefined ? undefined : await examineConf(configFile, broker);
  const scene = { subject, places, broker, conf: conf?.read };
  return [
    ...(conf?.findings ?? [unnamed(namesFiles(places))]),
    ...(await confFindings(scene)),
    ...(await accessFindings(scene)),
  ];
};

const NOT_STARTED = skip(
  { area: 'broker-config', check: 'mosquitto-conf' },
  'the broker that MCM runs was not started yet',
  'Start MCM (mcm server).',
);

async function placesOf(config: Config): Promise<BrokerPlaces | Finding> {
  try {
    return await brokerPlaces(config);
  } catch (error) {
    // EACCES: the data folder belongs to another user than the one who asks.
    const what = `the files of the broker that MCM runs cannot be read: ${(error as Error).message}`;
    const hint = 'Run mcm doctor as the user MCM runs as.';
    return fail({ area: 'broker-config', check: 'mosquitto-conf' }, what, hint);
  }
}

function unnamed(isAnyNamed: boolean): Finding {
  const what = isAnyNamed
    ? 'mosquitto.conf was not looked at: mosquitto.access.config_file does not name it'
    : 'the broker’s files were not looked at: none is named';
  const hint =
    'Set mosquitto.access.config_file (MCM_MOSQUITTO_ACCESS_CONFIG_FILE) to the broker’s mosquitto.conf, where MCM can read it.';
  return skip({ area: 'broker-config', check: 'mosquitto-conf' }, what, hint);
}

/** MCM writes the mosquitto.conf of its own broker anew at each start. */
async function confFindings({ places, broker, conf }: Scene): Promise<readonly Finding[]> {
  if (conf === undefined || places.isManaged) return [];
  const { parsed, summary } = conf;
  return [
    ...lintFindings(parsed, broker),
    ...restartFindings(conf, broker),
    ...(places.isHere ? await missingFindings(parsed, summary.path) : []),
    ...(await rightsOf(secretFiles(parsed, summary.path), {
      ...{ user: undefined, heedsRights: false, refusesLinks: false },
    })),
  ];
}

async function accessFindings(scene: Scene): Promise<readonly Finding[]> {
  const { subject, places, broker, conf } = scene;
  const files = decidingFiles(places.files, conf?.parsed);
  const reload = reloadWay(subject.config, conf ? pidFileIn(conf) : {});
  const user = places.isManaged ? undefined : await brokerUser(reload);
  const { version = '' } = broker;
  const readers = {
    user,
    heedsRights: isCapable(version, 'warns-of-rights'),
    refusesLinks: isIncapable(version, 'follows-links'),
  };
  return [
    ...(await contentsOf(files, scene)),
    ...(await rightsOf(files.map(guarded), readers)),
    ...(await rightsOfMcm(places, broker)),
    ...(await controlFindings(subject.config, files)),
    ...(await backendFindings(subject, places, { broker, reload })),
  ];
}

async function contentsOf(
  files: readonly DecidingFile[],
  { subject, conf, broker }: Scene,
): Promise<readonly Finding[]> {
  const version = conf?.parsed.broker ?? versionsOf(broker)[0];
  const isCommanded = subject.config.mosquitto.access.backend === 'dynamic-security';
  const found = await Promise.all(
    files.map((file) =>
      contentFindings(file, version, isCommanded && file.kind === 'dynamic-security'),
    ),
  );
  return found.flat();
}

async function rightsOf(
  files: readonly GuardedFile[],
  readers: Readers,
): Promise<readonly Finding[]> {
  const found = await Promise.all(files.map((file) => rightsFindings(file, readers)));
  return found.flat();
}
