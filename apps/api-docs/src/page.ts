import { documentFor, type OpenApi } from './openapi';
import { storedToken, type Me } from './stored-session';
import { showOperations } from './swagger-ui';
import { followTheme } from './theme';

/** Why there is nothing to show, in words; with `logIn`, that a log-in mends it. */
interface Refusal {
  readonly reason: string;
  readonly logIn: boolean;
}

const LOG_IN = '/login?returnUrl=%2Fapi-docs';

followTheme();
const refusal = await show();
if (refusal) tell(refusal);

/** Shows the operations, if the server says that whoever is logged in may see them. */
async function show(): Promise<Refusal | undefined> {
  const token = storedToken();
  if (token === undefined) return { reason: 'You are not logged in in this tab.', logIn: true };
  const headers = { authorization: `Bearer ${token}` };
  try {
    const me = await fetch('/api/v1/auth/me', { headers });
    if (me.status === 401) return { reason: 'Your session has ended.', logIn: true };
    if (!me.ok) return { reason: `MCM answered ${me.status} ${me.statusText}.`, logIn: false };
    const document = await fetch('/openapi.json', { headers });
    if (!document.ok) return { reason: `MCM answered ${document.status}.`, logIn: false };
    const openapi = documentFor((await me.json()) as Me, (await document.json()) as OpenApi);
    byId('note').remove();
    showOperations(openapi, byId('operations'));
    return undefined;
  } catch {
    // TypeError: the server cannot be reached, which only asking tells.
    return { reason: 'MCM does not answer.', logIn: false };
  }
}

function tell({ reason, logIn }: Refusal): void {
  const link = Object.assign(document.createElement('a'), { href: LOG_IN, textContent: 'Log in' });
  byId('note').replaceChildren(reason, ...(logIn ? [' ', link] : []));
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element "${id}"`);
  return found;
}
