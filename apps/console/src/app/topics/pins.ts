/** A number of a topic's messages that is plotted. */
export interface Pin {
  /** The topic's. */
  readonly id: string;
  /** A JSON pointer (RFC 6901), empty for the payload itself; or the name of a Sparkplug metric. */
  readonly field: string;
}

/** More than this stand beside each other on no screen. */
export const MOST_PINS = 6;
/** Longer ones are not plotted by the server either. */
const LONGEST_FIELD = 1_024;

const PIN = /^([A-Za-z0-9_-]{22})(.*)$/s;

/** A pin as the address has it: the topic's id, which is always as long, and the field. */
export function pinText({ id, field }: Pin): string {
  return `${id}${field}`;
}

/** The pins in the address, each once. */
export function readPins(plot: string | readonly string[] | undefined): readonly Pin[] {
  const texts = plot === undefined ? [] : typeof plot === 'string' ? [plot] : plot;
  return [...new Set(texts)]
    .flatMap((text) => {
      const [, id, field] = PIN.exec(text) ?? [];
      return id === undefined || field === undefined || !isPlottable(field) ? [] : [{ id, field }];
    })
    .slice(0, MOST_PINS);
}

/** The pins as the address has them, with this one put in or taken out. */
export function togglePin(pins: readonly Pin[], pin: Pin): readonly string[] {
  const texts = pins.map(pinText);
  const text = pinText(pin);
  return texts.includes(text) ? texts.filter((other) => other !== text) : [...texts, text];
}

export function isPlottable(field: string): boolean {
  return field.length <= LONGEST_FIELD;
}

/** `/fan/rpm` as `fan.rpm`; the payload itself is `value`; a metric goes by its name. */
export function fieldWords(field: string): string {
  if (field === '') return 'value';
  if (!field.startsWith('/')) return field;
  return field
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
