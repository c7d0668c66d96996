export { createCertificates, type TestCertificate, type TestCertificates } from './certificates.js';
export { freePort } from './free-port.js';
export { startMosquitto, type TestBroker, type TestBrokerOptions } from './mosquitto.js';
export { builtObserverWorker } from './observer-worker.js';
export { oldBroker, type OldBroker } from './old-broker.js';
export { temporaryFolder, type TemporaryFolder } from './temporary-folder.js';
export { until } from './until.js';
