/** Texts that are of a format, and texts that are not. */
export interface FormatCase {
  readonly format: string;
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

const label = (length: number) => 'a'.repeat(length);

export const FORMAT_CASES: readonly FormatCase[] = [
  {
    format: 'date',
    valid: ['1963-06-19', '2020-02-29', '2020-12-31'],
    invalid: [
      '2021-02-29',
      '2020-13-01',
      '2020-04-31',
      '1963-6-19',
      '06/19/1963',
      '',
      '1963-06-1৪',
    ],
  },
  {
    format: 'time',
    valid: ['08:30:06Z', '08:30:06.283185Z', '08:30:06+00:20', '23:59:60Z', '08:30:06z'],
    invalid: [
      '08:30:06',
      '24:00:00Z',
      '00:60:00Z',
      '00:00:61Z',
      '22:59:60Z',
      '08:30:06 PST',
      '8:30:06Z',
    ],
  },
  {
    format: 'date-time',
    valid: [
      '1963-06-19T08:30:06.283185Z',
      '1963-06-19t08:30:06z',
      '1990-12-31T15:59:50.123-08:00',
      '1998-12-31T23:59:60Z',
    ],
    invalid: [
      '1990-02-31T15:59:59.123-08:00',
      '1963-06-19T08:30:06',
      '06/19/1963 08:30:06 PST',
      '2013-350T01:01:01',
      '1963-06-19T24:00:00Z',
      '',
    ],
  },
  {
    format: 'duration',
    valid: ['P4DT12H30M5S', 'PT36H', 'P1M', 'P2W', 'P4Y', 'PT0S'],
    invalid: ['', 'P', 'PT', 'P1D2H', 'P1Y2W', '4DT12H30M5S', 'P1', 'P0.5Y'],
  },
  {
    format: 'email',
    valid: ['joe.bloggs@example.com', 'te~st@example.com', 'a+b@sub.example.org'],
    invalid: [
      '2962',
      '.test@example.com',
      'te..st@example.com',
      'a@',
      '@example.com',
      'joe@-a-.com',
      '\u017f@example.com',
      'joe@example.\u212aom',
      'a b@example.com',
    ],
  },
  {
    format: 'hostname',
    valid: [
      'www.example.com',
      'xn--4gbwdl.xn--wgbh1c',
      'hostname',
      'h0stn4me',
      'a.b.c.',
      label(63),
      `${`${label(62)}.`.repeat(3)}${label(62)}`,
    ],
    invalid: [
      '',
      '-a',
      'a-',
      'a_b',
      'a..b',
      '.a',
      label(64),
      `${label(63)}.`.repeat(5),
      'a b',
      '\u017f.com',
      '\u212a.com',
    ],
  },
  {
    format: 'ipv4',
    valid: ['192.168.0.1', '0.0.0.0', '255.255.255.255'],
    invalid: [
      '127.0.0.0.1',
      '256.1.1.1',
      '127.0',
      '0x7f000001',
      '01.1.1.1',
      '1.1.1.1/24',
      '1.1.1.1\n',
      '',
    ],
  },
  {
    format: 'ipv6',
    valid: [
      '::1',
      '::',
      '1:2:3:4:5:6:7:8',
      '::abef',
      '1::',
      '::ffff:192.168.0.1',
      '1:2::192.168.0.1',
      'fe80::1',
    ],
    invalid: [
      '12345::',
      '1:1:1:1:1:1:1:1:1',
      '::laptop',
      ':2:3:4:5:6:7:8',
      '1::d6::42',
      '127.0.0.1',
      '1:2:3:4:5:6:7',
      '::1/64',
      'fe80::a%eth1',
      '',
    ],
  },
  {
    format: 'uri',
    valid: [
      'http://foo.bar/?baz=qux#quux',
      'urn:oasis:names:specification:docbook:dtd:xml:4.1.2',
      'mailto:John.Doe@example.com',
      'ldap://[2001:db8::7]/c=GB?objectClass?one',
      'tel:+1-816-555-1212',
      'http://user@example.com:80/a/b',
      'data:text/plain;base64,AAAA',
    ],
    invalid: [
      '//foo.bar/?baz',
      '/abc',
      '\\\\WINDOWS\\fileshare',
      'abc',
      'http:// shouldfail.com',
      ':// x',
      'bar,baz:foo',
      'http://example.com/a{b',
      '',
    ],
  },
  {
    format: 'uri-reference',
    valid: ['http://foo.bar/', '//foo.bar/?baz', '/abc', 'abc', '#fragment', ''],
    invalid: ['\\\\WINDOWS\\fileshare', '#frag\\ment', 'a b'],
  },
  {
    format: 'uri-template',
    valid: ['http://example.com/dictionary/{term:1}/{term}', 'dictionary/{term*}', '{+path}', ''],
    invalid: ['http://example.com/dictionary/{term:1}/{term', '}', '{}'],
  },
  {
    format: 'uuid',
    valid: ['2EB8AA08-AA98-11EA-B4AA-73B441D16380', '00000000-0000-0000-0000-000000000000'],
    invalid: [
      '2eb8aa08-aa98-11ea-b4aa-73b441d1638',
      '2eb8aa08aa9811eab4aa73b441d16380',
      '2eb8-aa08-aa98-11ea-b4aa73b44-1d16380',
      '2eb8aa08-aa98-11ea-b4ga-73b441d16380',
      '',
    ],
  },
  {
    format: 'json-pointer',
    valid: ['/foo/bar~0/baz~1/%a', '', '/', '/foo//bar', '/ä'],
    invalid: ['/foo/bar~', '/~2', 'a', '#/a', '0/a'],
  },
  {
    format: 'relative-json-pointer',
    valid: ['1', '0/foo/bar', '2/0/baz', '0#'],
    invalid: ['/foo/bar', '-1/a', '0##', '01/a', '', 'a'],
  },
  { format: 'regex', valid: ['([abc])+\\s+$', '(?=a)b', ''], invalid: ['^(abc]', '\\a', '['] },
];
