import { spawnSync } from 'node:child_process';
import {
  transpileModule,
  flattenDiagnosticMessageText,
  ModuleKind,
  ScriptTarget,
} from 'typescript';
import {
  brokerVersion,
  parseAclFile,
  parseBrokerConfig,
  parseDynsecState,
  parsePasswordFile,
} from '#domain/mosquitto';
import { textOf } from './pages.js';
import { checkYaml } from './yaml-blocks.js';

/**
 * How a block of each language is looked at: throws an error that says what is wrong with it. `folder` is for what has
 * to lie in a file. A language that is not here is not known, and a block in it fails.
 */
export const LANGUAGES: Readonly<
  Record<string, (text: string, folder: string) => void | Promise<void>>
> = {
  sh: shell,
  yaml: checkYaml,
  json: (text) => void JSON.parse(text),
  js: (text) => script(text, 'block.mjs'),
  ts: (text) => script(text, 'block.mts'),
  acl: aclFile,
  password_file: passwordFile,
  'dynamic-security': dynsecState,
  conf: brokerConfig,
  ini: unit,
  http: request,
  csv: table,
  promql: query,
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Whether bash can read it; that it runs is the business of tools/document-commands.spec.ts. */
function shell(text: string): void {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function script(text: string, fileName: string): void {
  const { diagnostics = [] } = transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { target: ScriptTarget.ESNext, module: ModuleKind.NodeNext },
  });
  const [first] = diagnostics;
  if (first) throw new Error(flattenDiagnosticMessageText(first.messageText, '\n'));
}

/** The version of the broker that people have; both know what the documents show. */
const BROKER = brokerVersion('2.0.22');
if (!BROKER) throw new Error('2.0.22 is a version of Mosquitto');
const broker = BROKER;

function aclFile(text: string): void {
  const faults = parseAclFile(bytesOf(text)).lines.filter(({ kind }) => kind === 'invalid');
  if (faults.length > 0) throw new Error(`the broker refuses ${JSON.stringify(faults)}`);
}

function passwordFile(text: string): void {
  const { problems } = parsePasswordFile(bytesOf(text), broker);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
}

function dynsecState(text: string): void {
  const { problems } = parseDynsecState(bytesOf(text));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
}

function brokerConfig(text: string): void {
  const { problems } = parseBrokerConfig({ path: 'mosquitto.conf', bytes: bytesOf(text) }, broker);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
}

/** A unit of systemd, or a drop-in: systemd.syntax(7). */
function unit(text: string): void {
  const lines = text.split('\n').filter((line) => line !== '' && !/^[#;]/.test(line));
  const isWell = (line: string) => /^\[[A-Z]\w+\]$|^[A-Z]\w+=/.test(line);
  const strange = lines.find((line) => !isWell(line));
  if (strange !== undefined) throw new Error(`systemd does not know ${strange}`);
  if (!lines[0]?.startsWith('[')) throw new Error('it begins with no section');
}

/** A request with a body of JSON, in which some strings are cut short. */
function request(text: string): void {
  const [head = '', body = ''] = text.split('\n\n');
  const [first = '', ...headers] = head.split('\n');
  if (!/^(?:GET|POST|PUT|DELETE) \S+ HTTP\/1\.1$/.test(first))
    throw new Error(`no request: ${first}`);
  const strange = headers.find((line) => !/^[A-Za-z-]+: \S/.test(line));
  if (strange !== undefined) throw new Error(`no header: ${strange}`);
  JSON.parse(body);
}

/** A query of Prometheus: MCM has the figures that it asks for, and its brackets close. */
function query(text: string): void {
  const metrics = textOf('docs/operations.md');
  const strange = text.match(/\bmcm_\w+/g)?.find((name) => !metrics.includes(`| \`${name}`));
  if (strange !== undefined) throw new Error(`MCM has no ${strange}`);
  for (const [open = '', close = ''] of ['()', '{}', '[]']) {
    if (text.split(open).length !== text.split(close).length)
      throw new Error(`${open} without ${close}`);
  }
}

function table(text: string): void {
  const [header = '', ...rows] = text.trimEnd().split('\n');
  const width = header.split(',').length;
  const strange = rows.find((row) => row.split(',').length !== width);
  if (strange !== undefined)
    throw new Error(`another number of cells than in the first line: ${strange}`);
}
