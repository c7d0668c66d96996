/** Writes the reference pages that come from declarations in the code into the folder named. */
import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configReference } from '#platform';

const [, , folder = 'docs/reference'] = process.argv;
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'configuration.md'), configReference());
