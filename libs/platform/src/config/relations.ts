import { isIPv4 } from 'node:net';
import { passwordProblem } from '#domain/password';
import type { ConfigProblem } from './config-error.js';
import type { Given } from './given.js';
import { KEYS } from './setting.js';

const TLS = 'mosquitto.tls.';
const HTTPS = 'http.tls.';
const ACCESS = 'mosquitto.access.';

/** What documentation shows and somebody forgot to replace. */
const PLACEHOLDER =
  /change.?(me|this|it)|replace.?(me|this|with)|placeholder|your.{0,5}(secret|password)/i;

/** What is wrong between keys that are right by themselves. */
export function* relations(given: Given): Generator<ConfigProblem> {
  yield* together(given, 'mosquitto.username', 'mosquitto.password');
  yield* together(given, `${TLS}client_cert_file`, `${TLS}client_key_file`);
  yield* encryption(given, TLS);
  yield* encryption(given, HTTPS);
  yield* https(given);
  yield* managedBroker(given);
  yield* accessBackend(given);
  yield* secrets(given);
}

function* together(given: Given, one: string, other: string): Generator<ConfigProblem> {
  if (given.has(one) && !given.has(other)) yield given.problem(one, `needs ${other} as well`);
  if (given.has(other) && !given.has(one)) yield given.problem(other, `needs ${one} as well`);
}

/** Who names a certificate believes the connection to be encrypted: we do not speak in the clear then. */
function* encryption(given: Given, section: string): Generator<ConfigProblem> {
  const enabled = `${section}enabled`;
  if (given.value(enabled) !== false) return;
  for (const { name, schema } of KEYS) {
    if (!name.startsWith(section) || !given.has(name)) continue;
    if (given.value(name) === schema.default) continue; // as the template has it
    yield given.problem(
      name,
      `has no effect while ${enabled} is false: set that to true, or remove this key`,
    );
  }
}

function* https(given: Given): Generator<ConfigProblem> {
  const enabled = `${HTTPS}enabled`;
  if (given.value(enabled) !== true) return;
  yield* needed(given, `${HTTPS}cert_file`, enabled);
  yield* needed(given, `${HTTPS}key_file`, enabled);
  yield* needed(given, `${HTTPS}client_ca_file`, `${HTTPS}require_client_cert`);
}

function* needed(given: Given, name: string, because: string): Generator<ConfigProblem> {
  if (given.value(because) !== true || given.has(name)) return;
  yield given.problem(name, `is required when ${because} is true`, because);
}

function* managedBroker(given: Given): Generator<ConfigProblem> {
  if (given.value('mosquitto.managed') !== true) return;
  const host = given.text('mosquitto.host');
  if (host !== undefined && !isLoopback(host)) {
    yield given.problem(
      'mosquitto.host',
      `must be 127.0.0.1 when mosquitto.managed is true, since MCM starts that broker on this machine, not "${host}"`,
    );
  }
  if (given.value(`${TLS}enabled`) === true) {
    yield given.problem(
      `${TLS}enabled`,
      'must be false when mosquitto.managed is true: that broker listens without TLS',
    );
  }
  for (const { name } of KEYS.filter((key) => key.name.startsWith(ACCESS) && given.has(key.name))) {
    yield given.problem(
      name,
      'has no effect when mosquitto.managed is true: MCM knows the files of that broker',
    );
  }
}

const RELOAD = [`${ACCESS}reload.pid_file`, `${ACCESS}reload.command`] as const;
const CONTROL = [`${ACCESS}control.username`, `${ACCESS}control.password`] as const;

/** Each backend needs a way to the broker, and has no use for that of the other. */
function* accessBackend(given: Given): Generator<ConfigProblem> {
  if (given.value('mosquitto.managed') === true) return;
  const backend = given.value(`${ACCESS}backend`);
  yield* together(given, ...CONTROL);
  const [used, idle] = backend === 'file' ? [RELOAD, CONTROL] : [CONTROL, RELOAD];
  for (const name of backend === undefined ? [...RELOAD, ...CONTROL] : idle) {
    if (!given.has(name)) continue;
    const wanted = RELOAD.some((one) => one === name) ? 'file' : 'dynamic-security';
    yield given.problem(name, `has no effect unless ${ACCESS}backend is ${wanted}`);
  }
  if (backend === undefined) return;
  const named = used.filter((name) => given.has(name));
  if (named.length === 0) {
    yield given.problem(`${ACCESS}backend`, `is ${String(backend)}, which needs ${used[0]}`);
  }
  if (backend !== 'file') return;
  if (named.length === 2) yield given.problem(used[1], `cannot be set beside ${used[0]}`);
  const places = [`${ACCESS}config_file`, `${ACCESS}acl_file`];
  if (!places.some((name) => given.has(name))) {
    yield given.problem(`${ACCESS}backend`, `is file, which needs ${places.join(' or ')}`);
  }
}

function* secrets(given: Given): Generator<ConfigProblem> {
  if (PLACEHOLDER.test(given.text('auth.jwt_secret') ?? '')) {
    const remedy =
      'remove it to use the key of this installation, or take the output of openssl rand -hex 32';
    yield given.problem('auth.jwt_secret', `is a placeholder: ${remedy}`);
  }
  const password = given.text('auth.bootstrap_admin.password');
  if (password === undefined) return;
  const username = given.text('auth.bootstrap_admin.username') ?? '';
  const problem = passwordProblem(password, username);
  if (problem === 'is-user-name') {
    yield given.problem(
      'auth.bootstrap_admin.password',
      'must differ from auth.bootstrap_admin.username',
    );
  } else if (problem !== undefined || PLACEHOLDER.test(password)) {
    const remedy = 'choose another, or remove it to have one made';
    yield given.problem(
      'auth.bootstrap_admin.password',
      `is among the first that are guessed: ${remedy}`,
    );
  }
}

/** Whether only this machine can be meant. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
