import type { Migration } from '../migration.js';
import { identity } from './0001-identity.js';
import { proofs } from './0002-proofs.js';
import { trail } from './0003-trail.js';
import { policies } from './0004-policies.js';
import { access } from './0005-access.js';
import { jsonSchemas } from './0006-json-schemas.js';
import { alerting } from './0007-alerting.js';
import { brokerSamples } from './0008-broker-samples.js';

/** Every migration, in order. One that was released is never edited: the next one mends it. */
export const MIGRATIONS: readonly Migration[] = [
  identity,
  proofs,
  trail,
  policies,
  access,
  jsonSchemas,
  alerting,
  brokerSamples,
];
