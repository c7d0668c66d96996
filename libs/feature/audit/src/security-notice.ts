import type { SecurityNotice } from '#platform';

/** Characters that are kept of what a stranger sent. */
const LENGTHS = { username: 64, sourceIp: 64, route: 128, detail: 300 } as const;

/** Control characters, and those that turn the direction of writing: they can make a log lie. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** The notice as it is kept: what strangers sent is cut to a sane length, without control characters. */
export function tidy(notice: SecurityNotice): SecurityNotice {
  const entries = Object.entries(LENGTHS).map(([name, length]) => {
    const text = notice[name as keyof typeof LENGTHS];
    return [name, text === undefined ? undefined : clean(text, length)] as const;
  });
  const texts = entries.filter(([, text]) => text !== undefined && text !== '');
  const { category, reason } = notice;
  return { category, reason, ...Object.fromEntries(texts) } as SecurityNotice;
}

/** Equal for those that are repeats of one another. */
export function keyOf(notice: SecurityNotice): string {
  const { category, reason, sourceIp, route, username, detail } = notice;
  // Who is locked out tries many names: they are one knocking.
  const who = category === 'admin_login_rate_limited' ? undefined : username?.toLowerCase();
  // Of a client of the broker its id is all that is known, and Mosquitto 2.0 tells no address either.
  const client = category === 'broker_login_failed' ? detail : undefined;
  return JSON.stringify([category, reason, sourceIp, route, who, client]);
}

/** What is left where too many come at once. */
export function coarse({ category, reason }: SecurityNotice): SecurityNotice {
  const detail = 'Too many different ones at once to tell them apart.';
  return { category, reason, detail } as SecurityNotice;
}

function clean(text: string, length: number): string {
  const seen = text.toWellFormed().replaceAll(UNSEEN, '').trim();
  return Array.from(seen).slice(0, length).join('');
}
