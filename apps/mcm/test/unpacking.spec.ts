import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { removeUnused } from '../src/executable/keeping.js';
import { places, type Surroundings } from '../src/executable/places.js';
import { unpack, type Carried } from '../src/executable/unpack.js';
import { Unsuitable } from '../src/executable/unsuitable.js';

const TEXTS: Readonly<Record<string, string>> = {
  'mcm.mjs': 'the program',
  'console/index.html': 'the page',
  'cache/v26/code': 'of V8',
};
const carried: Carried = {
  name: 'mcm-1.2.3-0123456789abcdef',
  files: Object.fromEntries(
    Object.entries(TEXTS).map(([name, text]) => [
      name,
      createHash('sha256').update(text).digest('hex'),
    ]),
  ),
  read: (file) => Buffer.from(TEXTS[file]!),
};

let home: TemporaryFolder;
let place: string;
let folder: string;
beforeEach(async () => {
  home = await temporaryFolder();
  place = join(home.path, 'cache/mcm');
  folder = join(place, carried.name);
});
afterEach(() => home.remove());

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');

describe('unpacking', () => {
  it('lays everything into a folder that is its owner’s alone, once', () => {
    expect(unpack(carried, place)).toEqual({ folder, made: true });
    expect(Object.keys(TEXTS).map(text)).toEqual(Object.values(TEXTS));
    expect([mode(place), mode(folder), mode(join(folder, 'mcm.mjs'))]).toEqual([
      '700',
      '700',
      '600',
    ]);
    expect(readdirSync(place)).toEqual([carried.name]);

    expect(unpack(carried, place)).toEqual({ folder, made: false });
  });

  it.each([
    ['is missing', (file: string) => rmSync(file)],
    ['is not what was carried', (file: string) => writeFileSync(file, 'the programme')],
    ['is cut off', (file: string) => writeFileSync(file, '')],
    [
      'is a folder',
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    [
      'is a link, even to the same content',
      (file: string) => {
        renameSync(file, `${file}.other`);
        symlinkSync(`${file}.other`, file);
      },
    ],
  ])('makes the folder anew when a file %s', (_, damage) => {
    unpack(carried, place);
    damage(join(folder, 'mcm.mjs'));
    expect(unpack(carried, place)).toEqual({ folder, made: true });
    expect(text('mcm.mjs')).toBe(TEXTS['mcm.mjs']);
    expect(readdirSync(folder).sort()).toEqual(['cache', 'console', 'mcm.mjs']);
    expect(unpack(carried, place).made).toBe(false);
  });

  it('leaves V8’s code to Node, which writes it and checks it itself', () => {
    unpack(carried, place);
    writeFileSync(join(folder, 'cache/v26/code'), 'of V8, with other options');
    expect(unpack(carried, place).made).toBe(false);
  });

  it('takes what another process has made in the meantime', () => {
    let first = true;
    const late: Carried = {
      ...carried,
      read: (file) => {
        if (first) expect(unpack(carried, place).made).toBe(true);
        first = false;
        return carried.read(file);
      },
    };
    unpack(late, place);
    expect(first).toBe(false);
    expect(readdirSync(place)).toEqual([carried.name]);
    expect(text('mcm.mjs')).toBe(TEXTS['mcm.mjs']);
  });

  it('leaves nothing behind when it does not come to its end', () => {
    const full: Carried = {
      ...carried,
      read: () => {
        throw Object.assign(new Error('ENOSPC: no space left on device'), { errno: -28 });
      },
    };
    expect(() => unpack(full, place)).toThrow(new Unsuitable('ENOSPC: no space left on device'));
    expect(readdirSync(place)).toEqual([]);
  });

  it('says what the file system does not allow', () => {
    writeFileSync(join(home.path, 'file'), '');
    expect(() => unpack(carried, join(home.path, 'file/mcm'))).toThrow(Unsuitable);
  });
});

describe('a folder that somebody else could have prepared', () => {
  const refused = /^others may have made .*mcm-1\.2\.3-0123456789abcdef: remove it$/;

  it.each([
    ['writable by the group', 0o720],
    ['writable by all', 0o707],
  ])('is refused with the right content when it is %s', (_, rights) => {
    unpack(carried, place);
    chmodSync(folder, rights);
    expect(() => unpack(carried, place)).toThrow(refused);
  });

  it('is refused when it is a link to a folder with the right content', () => {
    unpack(carried, place);
    renameSync(folder, join(home.path, 'elsewhere'));
    symlinkSync(join(home.path, 'elsewhere'), folder);
    expect(() => unpack(carried, place)).toThrow(refused);
  });

  // Only root can give folders away.
  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('is refused when it belongs to another user, as is a place that does', () => {
    unpack(carried, place);
    chownSync(folder, 65_534, 65_534);
    expect(() => unpack(carried, place)).toThrow(refused);
    chownSync(folder, 0, 0);
    chownSync(place, 65_534, 65_534);
    expect(() => unpack(carried, place)).toThrow(`others may change what is in ${place}`);
  });

  it('is refused when others can put another in its place, at any height', () => {
    unpack(carried, place);
    for (const above of [place, join(home.path, 'cache')]) {
      chmodSync(above, 0o777);
      expect(() => unpack(carried, place)).toThrow(`others may change what is in ${above}`);
      chmodSync(above, 0o1777); // as /tmp is: each renames only what is their own
      expect(unpack(carried, place).made).toBe(false);
    }
  });
});

describe('folders of other versions', () => {
  const WEEK_S = 7 * 86_400;
  const used = (name: string, secondsAgo: number): void => {
    mkdirSync(join(place, name, 'console'), { recursive: true });
    const then = Date.now() / 1000 - secondsAgo;
    utimesSync(join(place, name), then, then);
  };

  it('are removed when nothing has used them for a week, and nothing else is', () => {
    unpack(carried, place);
    utimesSync(folder, 0, 0);
    const kept = [
      ['mcm-1.2.2-00000000000000aa', WEEK_S - 60],
      ['mcm-backups', WEEK_S * 10],
      ['mcm-1.2.1-notes', WEEK_S * 10],
    ] as const;
    const removed = [
      ['mcm-1.2.2-00000000000000bb', WEEK_S + 60],
      ['mcm-2.0.0-rc.1-00000000000000cc', WEEK_S + 60],
      ['mcm-1.2.2-00000000000000dd.Xy12zZ', WEEK_S + 60],
    ] as const;
    for (const [name, ago] of [...kept, ...removed]) used(name, ago);
    removeUnused(folder);
    expect(readdirSync(place).sort()).toEqual([carried.name, ...kept.map(([name]) => name)].sort());
  });

  it('are left alone when they are links', () => {
    unpack(carried, place);
    used('data', WEEK_S * 10);
    symlinkSync(join(place, 'data'), join(place, 'mcm-1.2.2-00000000000000ee'));
    removeUnused(folder);
    expect(existsSync(join(place, 'mcm-1.2.2-00000000000000ee/console'))).toBe(true);
  });
});

describe('where to unpack', () => {
  const user: Surroundings = {
    env: {},
    platform: 'linux',
    uid: 1000,
    home: '/home/ann',
    temporary: '/tmp',
  };

  it.each<[string, Partial<Surroundings>, string[]]>([
    ['the user’s cache, then a temporary folder', {}, ['/home/ann/.cache/mcm', '/tmp/mcm-1000']],
    [
      'the place that is named, and no other',
      { env: { MCM_UNPACK_FOLDER: '/srv/mcm', CACHE_DIRECTORY: '/var/cache/mcm' } },
      ['/srv/mcm'],
    ],
    [
      'first the cache of the service',
      { env: { CACHE_DIRECTORY: '/var/cache/mcm:/var/cache/more' } },
      ['/var/cache/mcm', '/home/ann/.cache/mcm', '/tmp/mcm-1000'],
    ],
    [
      'where XDG_CACHE_HOME says',
      { env: { XDG_CACHE_HOME: '/caches' } },
      ['/caches/mcm', '/tmp/mcm-1000'],
    ],
    [
      'not where it says something relative',
      { env: { XDG_CACHE_HOME: 'caches' } },
      ['/home/ann/.cache/mcm', '/tmp/mcm-1000'],
    ],
    ['a temporary folder for a user without a home', { home: undefined }, ['/tmp/mcm-1000']],
    [
      'the Caches of macOS',
      { platform: 'darwin' },
      ['/home/ann/Library/Caches/mcm', '/tmp/mcm-1000'],
    ],
  ])('is %s', (_, change, expected) => {
    expect(places({ ...user, ...change })).toEqual(expected);
  });
});
