import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ChainVerifier, fromHex } from '#domain/ledger';
import { Secret } from '#platform';
import { readBody, writeBody } from './entry-body.js';
import { macOf } from './trail-mac.js';

const PAGE = readFileSync('docs/audit.md', 'utf8');

interface Example {
  readonly key: string;
  readonly entries: readonly { number: number; body: string; hash: string }[];
  readonly head: { readonly body: string; readonly mac: string };
}

const [, block = ''] = /<!-- The example[^>]*-->\s+```json\n(.*?)```/s.exec(PAGE) ?? [];
const { key, entries, head } = JSON.parse(block) as Example;
const hmac = (bytes: Buffer) =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(bytes).digest('hex');

describe('the example in docs/audit.md', () => {
  it('follows from its key as the page says', () => {
    let previous = Buffer.alloc(32);
    for (const { number, body, hash } of entries) {
      const parts = ['mcm/audit/entry/v1\0', previous, uint64(number), body];
      expect(hmac(Buffer.concat(parts.map((part) => Buffer.from(part))))).toBe(hash);
      previous = Buffer.from(hash, 'hex');
    }
    expect(hmac(Buffer.from(`mcm/audit/mark-head/v1\0${head.body}`))).toBe(head.mac);
    const { key: keyId } = JSON.parse(head.body) as { key: string };
    expect(hmac(Buffer.from('mcm/audit/key-id/v1\0')).slice(0, 16)).toBe(keyId);
  });

  it('is what is written here, and is proven here', () => {
    const mark = { body: Buffer.from(head.body), mac: Buffer.from(head.mac, 'hex') };
    const verifier = new ChainVerifier(macOf(new Secret(Buffer.from(key, 'hex'))), { head: mark });
    for (const { number, body, hash } of entries) {
      const said = readBody(Buffer.from(body));
      expect(said && writeBody(said)).toBe(body);
      verifier.take({ number, body: Buffer.from(body), hash: fromHex(hash) ?? Buffer.alloc(0) });
    }
    expect(verifier.finish()).toMatchObject({ valid: true, entries: 2 });
  });

  it('is computed by the shell as well', async () => {
    const [, shell = ''] = /```sh\n(.*?)```/s.exec(PAGE) ?? [];
    const { stdout } = await promisify(execFile)('sh', ['-c', shell]);
    expect(stdout.trim().endsWith(entries[0]?.hash ?? 'nothing')).toBe(true);
  });
});

function uint64(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
}
