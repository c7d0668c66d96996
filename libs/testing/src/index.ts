export { asNobody } from './as-nobody.js';
export { Asker, type Reason } from './asker.js';
export { contentOf } from './content-of.js';
export { createCertificates, type TestCertificate, type TestCertificates } from './certificates.js';
export { dynsecPlugin } from './dynsec-plugin.js';
export { freePort } from './free-port.js';
export { expectInProportion } from './in-proportion.js';
export { leastTime } from './least-time.js';
export { startMosquitto, type TestBroker, type TestBrokerOptions } from './mosquitto.js';
export { builtWorker } from './built-workers.js';
export { oldBroker, type OldBroker } from './old-broker.js';
export { Program, type Outcome, type ProgramOptions } from './program.js';
export { putQuestions, type Asking, type BrokerAnswer, type BrokerQuestion } from './questions.js';
export {
  keepReleased,
  layReleased,
  releasedDatabases,
  type Known,
  type ReleasedDatabase,
} from './released-database.js';
export { runScript } from './run-script.js';
export { temporaryFolder, type TemporaryFolder } from './temporary-folder.js';
export { until } from './until.js';
export { tryMosquitto, type Trial, type TriedFiles } from './try-mosquitto.js';
