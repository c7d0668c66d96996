import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dynsecStateText,
  shadowState,
  withProbe,
  type DynsecDocument,
  type DynsecModel,
} from '#domain/change';
import { brokerVersion, bytesOf, SecretBytes, textOf, type BrokerVersion } from '#domain/mosquitto';
import { DynsecControl } from '#link/broker';
import { passwordHash } from '#link/host';
import type { BrokerTarget } from '#link/observer';
import { dynsecPlugin, startMosquitto } from '#testing';
import type { NumberedContent } from '../src/backend/revision-content.js';
import { DynsecChange } from '../src/backend/dynsec-change.js';
import type { KnownPolicy } from '../src/known-policy.js';
import { digestsOf, policyOf } from '../src/policy-of.js';
import type { PolicyInForce } from '../src/policy-source.js';
import { PASSWORD, PATIENT_MS, type DeskBackend } from './access-desk.js';

const VERSION = brokerVersion('2.0.11') as BrokerVersion;
const CONTROL = 'admin';

export interface DynsecWays {
  /** Of the probes. */
  target(): Promise<BrokerTarget>;
  /** Of the commands. */
  control(): Promise<BrokerTarget>;
}

export interface DynsecDeskOptions {
  readonly model: DynsecModel;
  readonly ways?: (own: DynsecWays) => DynsecWays;
  readonly confirmMs?: number;
}

/** A real broker with the plugin, where everybody has the same password. */
export async function dynsecDesk({
  model,
  ways = (own) => own,
  confirmMs = PATIENT_MS,
}: DynsecDeskOptions): Promise<DeskBackend> {
  const broker = await startMosquitto({ quiet: true });
  const path = join(broker.folder, 'dynamic-security.json');
  const hash = textOf((await passwordHash(PASSWORD, 1)).reveal());
  const [, , iterations = '', salt = '', password = ''] = hash.split('$');
  const fields = { password, salt, iterations: Number(iterations) };
  await writeFile(path, bytesOf(shadowState(model, fields)));
  const lines = [
    `listener ${broker.port} 127.0.0.1`,
    ...['allow_anonymous false', 'user root', 'set_tcp_nodelay true'],
    ...[`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${path}`, ''],
  ];
  await writeFile(join(broker.folder, 'mosquitto.conf'), lines.join('\n'));
  await broker.restart();
  const at = { host: broker.host, port: broker.port };
  const way = ways({
    target: () => Promise.resolve(at),
    control: () => Promise.resolve({ ...at, username: CONTROL, password: PASSWORD }),
  });
  const link = new DynsecControl({ target: way.control });
  const stateOf = ({ document, probe }: Omit<NumberedContent, 'number'>): DynsecModel => {
    const { state } = document as DynsecDocument;
    return probe ? withProbe(state, probe.revision) : state;
  };
  const inForceWith = (content: Omit<NumberedContent, 'number'>): PolicyInForce => {
    const text = dynsecStateText(stateOf(content));
    const policy: KnownPolicy = { allowAnonymous: false, dynsec: { path, changedAt: 0, text } };
    return { policy, parts: digestsOf(policy, undefined) };
  };
  const document: DynsecDocument = { backend: 'dynamic-security', state: model, newPasswords: [] };
  return {
    ...{ broker, document, inForceWith, inForce: inForceWith({ document }) },
    policy: (one) => policyOf(inForceWith({ document: one }).policy, VERSION),
    probe: (revision) =>
      Promise.resolve({ revision, password: new SecretBytes(bytesOf(`probe-${revision}`)) }),
    exactly: (content) => Promise.resolve(content),
    change(_inForce, from, to) {
      const sideOf = (content: NumberedContent) => ({
        ...{ content, model: stateOf(content) },
        policy: policyOf(inForceWith(content).policy, VERSION),
      });
      return new DynsecChange({
        sides: { from: sideOf(from), to: sideOf(to) },
        newPasswords: (to.document as DynsecDocument).newPasswords,
        ...{ allowAnonymous: false, link, control: CONTROL, confirmMs },
        target: way.target,
        changed: () => undefined,
      });
    },
    async stop() {
      await link.close();
      await broker.stop();
    },
  };
}
