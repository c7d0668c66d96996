import type { ConfigProblem } from './config-error.js';
import type { Given } from './given.js';
import { readTlsMaterial, type TlsFiles } from './tls-material.js';

/** The keys of each section whose files are read at the start. */
const SECTIONS = [
  {
    enabled: 'http.tls.enabled',
    ca: 'http.tls.client_ca_file',
    cert: 'http.tls.cert_file',
    key: 'http.tls.key_file',
  },
  {
    enabled: 'mosquitto.tls.enabled',
    ca: 'mosquitto.tls.ca_cert_file',
    cert: 'mosquitto.tls.client_cert_file',
    key: 'mosquitto.tls.client_key_file',
  },
] as const;

/** What is wrong with the files of TLS, ours and the broker's, and what is only to be told. */
export async function checkTlsFiles(
  given: Given,
): Promise<{ readonly problems: ConfigProblem[]; readonly warnings: string[] }> {
  const used = SECTIONS.filter(({ enabled }) => given.value(enabled) === true);
  const checked = await Promise.all(
    used.map(({ ca, cert, key }) => {
      const file = (name: string) => ({ name, path: given.text(name) });
      const files: TlsFiles = { ca: file(ca), cert: file(cert), key: file(key) };
      return readTlsMaterial(files);
    }),
  );
  return {
    problems: checked.flatMap(({ problems }) =>
      problems.map(({ name, message }) => given.problem(name, message)),
    ),
    warnings: checked.flatMap(({ warnings }) => warnings),
  };
}
