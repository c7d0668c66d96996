import fc from 'fast-check';

const HASHES = [64, 63, 12].map((length) => Buffer.alloc(length, 7).toString('base64'));
const SALTS = [12, 64, 1].map((length) => Buffer.alloc(length, 9).toString('base64'));

/** A name from a few, so that they meet; some are odd. */
const name = fc.constantFrom('a', 'b', 'B', 'é', 'x'.repeat(80), '');
const odd = fc.constantFrom<unknown>(null, true, 5, [], {}, 'text', '');
const priority = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(2.7, 1e12, -1e12), odd);

/** Members that are there or not, and of the right kind more often than not. */
function record(members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(
    Object.entries(members).map(([key, value]) => [
      key,
      fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: odd }),
    ]),
  );
  return fc.oneof(
    { weight: 20, arbitrary: fc.record(model, { requiredKeys: [] }) },
    { weight: 1, arbitrary: odd },
  );
}

const list = (item: fc.Arbitrary<unknown>, maxLength = 4) => fc.array(item, { maxLength });
const uses = (key: string) => list(record({ [key]: name, priority }));

const acl = record({
  acltype: fc.constantFrom(
    'publishClientSend',
    'PUBLISHCLIENTRECEIVE',
    'subscribeLiteral',
    'subscribePattern',
    'unsubscribeLiteral',
    'unsubscribePattern',
    'none',
  ),
  topic: fc.constantFrom('a', 'a/#', '+/b', '$SYS/#', 'é', 'a+'),
  priority,
  allow: fc.boolean(),
});

/** Members of a role that are no text make 2.0 crash; here they always are. */
const role = fc.record(
  {
    rolename: fc.constantFrom('a', 'b', 'c'),
    textname: fc.constant('text'),
    allowwildcardsubs: fc.oneof(fc.boolean(), odd),
    acls: fc.oneof({ weight: 12, arbitrary: list(acl, 8) }, { weight: 1, arbitrary: odd }),
  },
  { requiredKeys: ['rolename'] },
);

const client = record({
  username: name,
  clientid: name,
  disabled: fc.boolean(),
  textname: name,
  password: fc.constantFrom(...HASHES),
  salt: fc.constantFrom(...SALTS),
  iterations: fc.constantFrom(101, 1, 0, -1, 1.5),
  encoded_password: fc.constantFrom(`$7$101$${SALTS[1]}$${HASHES[0]}`, 'none'),
  roles: uses('rolename'),
});

const group = record({ groupname: name, roles: uses('rolename'), clients: uses('username') });

/** Objects such as the plugin keeps, with all that can be wrong with them. */
const dynsecObject = record({
  roles: list(fc.oneof({ weight: 12, arbitrary: role }, { weight: 1, arbitrary: fc.constant(5) })),
  clients: list(client),
  groups: list(group),
  anonymousGroup: name,
  defaultACLAccess: record({
    publishClientSend: fc.boolean(),
    publishClientReceive: fc.boolean(),
    subscribe: fc.boolean(),
    unsubscribe: fc.boolean(),
  }),
});

const scrap = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u0041',
  '\\ud83d',
  '\\uZZZZ',
  '\\n',
  '\n',
  '1e',
  '-',
  'é',
  '\0',
  ' ',
);

/** The text of such an object: on one line or several, with names in any case, and some bytes changed. */
export const dynsecBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    dynsecObject,
    fc.constantFrom(0, 1, '\t'),
    fc.constantFrom('', '\uFEFF', '\n'),
    fc.array(fc.tuple(fc.nat(), fc.nat(2), scrap), { maxLength: 2 }),
    fc.constantFrom('', '\n', ' {"roles": []}'),
  )
  .map(([object, indent, before, changes, after]) => {
    let text = before + JSON.stringify(object, null, indent) + after;
    for (const [where, removed, put] of changes) {
      const at = where % (text.length + 1);
      text = text.slice(0, at) + put + text.slice(at + removed);
    }
    return new TextEncoder().encode(text);
  });
