import { examineBackups } from '../backup/examine-backups.js';
import { examineBrokerFiles } from './broker-files/examine-broker-files.js';
import { examineBroker } from './broker.js';
import { examineDataFolder } from './data-folder.js';
import { examineDatabase } from './database.js';
import type { PlannedExamination } from './diagnose.js';
import { examineSystem } from './system.js';
import { examineTls } from './tls.js';

/** All that is looked at when the configuration is known, by the server and by a command alike. */
export const EXAMINATIONS: readonly PlannedExamination[] = [
  { area: 'data', examine: examineDataFolder },
  { area: 'database', examine: examineDatabase },
  { area: 'tls', examine: examineTls },
  { area: 'broker', examine: examineBroker },
  { area: 'broker-config', examine: examineBrokerFiles },
  { area: 'backup', examine: examineBackups },
  { area: 'system', examine: examineSystem },
];
