import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import {
  commandText,
  dynsecCommands,
  dynsecModel,
  dynsecStateText,
  withoutProbe,
  withProbe,
  type AccessDocument,
  type DynsecDocument,
  type DynsecModel,
  type PlannedCommand,
} from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { BrokerService } from '#feature/broker';
import { CommandRefused, ControlUnavailable } from '#link/broker';
import { CONFIG, Problem, type Config } from '#platform';
import type { BackendCheckDto } from '../api/drift.dto.js';
import type { AccessDifferenceDto } from '../api/plan.dto.js';
import { Brokers } from '../brokers.js';
import type { KnownPolicy } from '../known-policy.js';
import { digestsOf, policyOf } from '../policy-of.js';
import { PluginState } from '../plugin-state.js';
import type { PolicyInForce } from '../policy-source.js';
import type { AccessBackend } from './access-backend.js';
import type { NumberedContent, ProbeAccount, RevisionContent } from './revision-content.js';
import type { AccessChange } from './access-change.js';
import { checkDto } from './checked.js';
import { DynsecChange } from './dynsec-change.js';
import { dynsecChecks } from './dynsec-checks.js';
import { PolicyMemo } from './policy-memo.js';

const PASSWORD_BYTES = 18;
const MOST_SHOWN = 1_000;

/** The state of the dynamic-security plugin. */
@Injectable()
export class DynsecBackend implements AccessBackend {
  readonly kind = 'dynamic-security';
  readonly canDisconnect = true;
  private readonly memo = new PolicyMemo();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly plugin: PluginState,
    private readonly broker: BrokerService,
    private readonly brokers: Brokers,
  ) {}

  async read(): Promise<DynsecDocument> {
    const { model } = await this.plugin.read();
    return documentOf(withoutProbe(model));
  }

  exact(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  seen({ dynsec }: KnownPolicy): DynsecDocument {
    return documentOf(withoutProbe(dynsec ? dynsecModel(dynsec.text) : NOTHING));
  }

  async checks(): Promise<readonly BackendCheckDto[]> {
    const found = await dynsecChecks(() => this.plugin.read());
    return found.map(checkDto);
  }

  difference(before: AccessDocument, after: AccessDocument): AccessDifferenceDto {
    const [old, now] = [asState(before), asState(after)];
    const commands = dynsecCommands(old.state, now.state, now.newPasswords, this.control());
    const users = userChanges(old, now);
    return {
      users: users.slice(0, MOST_SHOWN),
      usersLeftOff: Math.max(0, users.length - MOST_SHOWN),
      commands: commands.slice(0, MOST_SHOWN).map(commandDto),
      commandsLeftOff: Math.max(0, commands.length - MOST_SHOWN),
    };
  }

  policy(inForce: KnownPolicy, content: RevisionContent): PolicyInForce {
    return this.memo.of(inForce, content, () => {
      const text = dynsecStateText(modelOf(content));
      const place = inForce.dynsec ?? { path: '', changedAt: 0 };
      const policy = { ...inForce, dynsec: { ...place, text } };
      // What else decides stays as it is.
      return { policy, parts: digestsOf(policy, undefined) };
    });
  }

  probe(revision: number): Promise<ProbeAccount> {
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    return Promise.resolve({ revision, password: new SecretBytes(bytesOf(password)) });
  }

  change(inForce: KnownPolicy, from: NumberedContent, to: NumberedContent): AccessChange {
    const { version } = this.brokers.reader();
    const sideOf = (content: NumberedContent) => ({
      ...{ content, model: modelOf(content) },
      policy: policyOf(this.policy(inForce, content).policy, version),
    });
    const control = this.control();
    return new DynsecChange({
      sides: { from: sideOf(from), to: sideOf(to) },
      newPasswords: asState(to.document).newPasswords,
      allowAnonymous: inForce.allowAnonymous,
      link: {
        snapshot: () => this.plugin.snapshot(),
        runAll: (commands, options) => this.plugin.control().runAll(commands, options),
      },
      target: () => this.broker.target(),
      changed: () => this.plugin.forget(),
      ...(control !== undefined && { control }),
    });
  }

  async disconnect(usernames: readonly string[]): Promise<void> {
    try {
      await this.plugin.control().disconnect(usernames);
    } catch (error) {
      // The broker may be gone, and the plugin may refuse.
      if (error instanceof CommandRefused)
        throw new Problem('cannot-disconnect', error.message, { cause: error });
      if (error instanceof ControlUnavailable)
        throw new Problem('broker-unavailable', error.message, { cause: error });
      throw error;
    }
  }

  private control(): string | undefined {
    return this.config.mosquitto.access.control.username;
  }
}

const documentOf = (state: DynsecModel): DynsecDocument => ({
  ...{ backend: 'dynamic-security', state, newPasswords: [] },
});

const NOTHING: DynsecModel = {
  ...{ clients: [], groups: [], roles: [] },
  defaultACLAccess: {
    ...{ publishClientSend: false, publishClientReceive: false },
    ...{ subscribe: false, unsubscribe: false },
  },
};

function asState(document: AccessDocument): DynsecDocument {
  if (document.backend === 'dynamic-security') return document;
  throw new Error('A document of files came to the plugin.');
}

/** With the account of the probe, where there is one. */
function modelOf({ document, probe }: RevisionContent): DynsecModel {
  const { state } = asState(document);
  return probe ? withProbe(state, probe.revision) : state;
}

function commandDto({ command, effect, kicks }: PlannedCommand) {
  return { text: commandText(command), effect, disconnects: [...kicks] };
}

function userChanges(old: DynsecDocument, now: DynsecDocument): AccessDifferenceDto['users'] {
  const before = new Map(old.state.clients.map((client) => [client.username, client]));
  const after = new Map(now.state.clients.map((client) => [client.username, client]));
  const created = [...after.keys()].filter((username) => !before.has(username));
  const deleted = [...before.keys()].filter((username) => !after.has(username));
  const kept = [...after.values()].filter(({ username }) => before.has(username));
  const turned = kept.filter(
    ({ username, disabled = false }) => (before.get(username)?.disabled ?? false) !== disabled,
  );
  const passwords = now.newPasswords.filter(({ username }) => before.has(username));
  return [
    ...created.map((username) => ({ username, change: 'created' as const })),
    ...deleted.map((username) => ({ username, change: 'deleted' as const })),
    ...passwords.map(({ username }) => ({ username, change: 'password' as const })),
    ...turned.map(({ username, disabled }) => ({
      ...{ username, change: disabled ? ('disabled' as const) : ('enabled' as const) },
    })),
  ];
}
