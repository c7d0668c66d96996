import { type Ruling, rulingText } from '#domain/access';

/** Where a rule stands, as the beginning of a sentence; for one of the broker's own, what it says. */
export function placeOf(by: Ruling): string {
  switch (by.kind) {
    case 'acl-line':
      return `Line ${by.line}`;
    case 'role-acl':
      return `Entry ${by.entry} of ${by.role}`;
    case 'role-wildcards':
      return `Role ${by.role}`;
    case 'dynsec-default':
      return 'The default of the plugin';
    case 'broker':
      return capital(rulingText(by));
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
