import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** HMAC-SHA256 in hexadecimal digits, by code that is not ours. */
export function python(secret: string, raw: Buffer): Promise<string> {
  const program =
    'import hashlib, hmac, sys; print(hmac.new(sys.argv[1].encode(), sys.stdin.buffer.read(), hashlib.sha256).hexdigest())';
  return run('python3', ['-c', program, secret], raw);
}

/** The same by the `openssl` command. */
export async function openssl(secret: string, raw: Buffer): Promise<string> {
  const key = `hexkey:${Buffer.from(secret).toString('hex')}`;
  const out = await run('openssl', ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', key], raw);
  return out.replace(/^.*= /, '');
}

async function run(command: string, args: readonly string[], input: Buffer): Promise<string> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  return (await text(child.stdout)).trim();
}
