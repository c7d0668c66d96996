import type { Status } from '../api/models';

/** The first thing to try: a line for a shell on a machine that reaches the broker. */
export function publishLine({ host, port, tlsEnabled }: Status['broker']['target']): string {
  const tls = tlsEnabled ? ' --cafile ca.crt' : '';
  return `mosquitto_pub -h ${host} -p ${port}${tls} -t hello/world -m '{"n":1}'`;
}
