import type { DynsecModel } from './document.js';
import { ordered } from './dynsec-order.js';
import { aclsOf } from './dynsec-rules.js';
import { PROBE_USER, probeFilter } from './probe.js';

/** The state with MCM's own account for the probes of this revision, in place of one for another. */
export function withProbe(model: DynsecModel, revision: number): DynsecModel {
  const { clients, roles, ...rest } = withoutProbe(model);
  const acls = aclsOf({ permission: 'readwrite', topicFilter: probeFilter(revision) });
  return ordered({
    ...rest,
    clients: [...clients, { username: PROBE_USER, roles: [{ rolename: PROBE_USER }] }],
    roles: [...roles, { rolename: PROBE_USER, acls }],
  });
}

/** The state without that account, wherever it is named. */
export function withoutProbe(model: DynsecModel): DynsecModel {
  return ordered({
    ...model,
    clients: model.clients.filter(({ username }) => username !== PROBE_USER),
    roles: model.roles.filter(({ rolename }) => rolename !== PROBE_USER),
  });
}
