import { isIP } from 'node:net';
import { refusedAddress } from './refused-address.js';

const LONGEST = 2_048;

/** Host names that mean this machine wherever they are looked up (RFC 6761 section 6.3). */
const LOCAL_NAMES = /^(?:.*\.)?localhost\.?$/;

/**
 * Why nothing can be posted to this URL, as words that follow it; nothing when it can. What a name leads to is
 * looked at when it is posted to.
 */
export function urlProblem(text: string, allowLoopback: boolean): string | undefined {
  if (text.length > LONGEST) return `must have at most ${LONGEST} characters`;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return 'must be a URL that begins with http:// or https://';
  }
  if (url.username !== '' || url.password !== '') {
    return 'cannot hold a user name or password: they would be shown to everybody who sees this';
  }
  if (!allowLoopback && LOCAL_NAMES.test(url.hostname)) return refusal('loopback address');
  const address = literalAddress(url);
  const refused = address === undefined ? undefined : refusedAddress(address, allowLoopback);
  return refused && refusal(refused);
}

/** The IP address that stands in the URL itself; numbers in other forms were made usual by the parser of URLs. */
export function literalAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
}

/** Why it is refused, and what can be done about it. */
export function refusal(what: string): string {
  const lifted = /loopback|link-local/.test(what);
  const remedy = lifted ? '; alerting.allow_loopback in the configuration file would let it' : '';
  return `leads to a ${what}, where webhooks do not go${remedy}`.replace('a address', 'an address');
}
