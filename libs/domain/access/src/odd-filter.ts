/** What the placeholders stand for, where they are filled in: in levels of their own. */
export interface Names {
  readonly '%c': string;
  /** Absent for an anonymous client. */
  readonly '%u'?: string | undefined;
}

/**
 * How Mosquitto compares a filter of its rules with a topic or with a subscription: from left to right, character
 * by character, stopping at the first difference. For valid filters this is what the specification says (MQTT 5.0
 * section 4.7); an invalid one can match before its fault is come upon, and can make the answer `invalid`.
 * (libcommon `topic_common.c` of 2.1; 2.0 does the same for topics.)
 */
export function compareOddly(
  filter: string,
  asked: string,
  of: 'topic' | 'subscription',
  names?: Names,
): 'yes' | 'no' | 'invalid' {
  if (filter === '' || asked === '') return 'invalid';
  if ((filter[0] === '$') !== (asked[0] === '$')) return 'no';
  let [f, a] = [0, 0];
  while (f < filter.length) {
    const name = names && nameAt(filter, f, names);
    if (name !== undefined) {
      if (!name.isLevel || !asked.startsWith(name.text, a)) return 'no';
      [f, a] = [f + PLACEHOLDER, a + name.text.length];
      if (a === asked.length && /^(\/#)?$/.test(filter.slice(f))) return 'yes';
    }
    if (a < asked.length && filter[f] === asked[a]) {
      if (a + 1 === asked.length && filter.slice(f + 1) === '/#') return 'yes';
      f++;
      a++;
      if (a === asked.length && f === filter.length) return 'yes';
      if (a === asked.length && filter.slice(f) === '+') {
        return filter[f - 1] === '/' ? 'yes' : 'invalid';
      }
    } else if (filter[f] === '+') {
      if (of === 'subscription' && asked[a] === '#') return 'no';
      if (!startsLevel(filter, f) || !endsLevel(filter, f)) return 'invalid';
      f++;
      while (a < asked.length && asked[a] !== '/') a++;
      if (a === asked.length && f === filter.length) return 'yes';
    } else if (filter[f] === '#') {
      return startsLevel(filter, f) && f + 1 === filter.length ? 'yes' : 'invalid';
    } else if (a === asked.length && filter[f - 1] === '+' && filter.startsWith('/#', f)) {
      return 'yes';
    } else {
      return /#./s.test(filter.slice(f)) ? 'invalid' : 'no';
    }
  }
  return 'no';
}

const PLACEHOLDER = '%c'.length;

/** What stands for the placeholder that begins here, and whether a level can be called so. */
function nameAt(filter: string, at: number, names: Names) {
  const placeholder = filter.slice(at, at + PLACEHOLDER);
  if (placeholder !== '%c' && placeholder !== '%u') return undefined;
  if (!startsLevel(filter, at) || !endsLevel(filter, at + 1)) return undefined;
  const text = names[placeholder] ?? '';
  return { text, isLevel: text !== '' && !/[/+#]/.test(text) };
}

function startsLevel(filter: string, at: number): boolean {
  return at === 0 || filter[at - 1] === '/';
}

function endsLevel(filter: string, at: number): boolean {
  return at + 1 === filter.length || filter[at + 1] === '/';
}
