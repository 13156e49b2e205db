import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import type { ClipgraphClient } from '@clipgraph/client';

import { usageError } from '../exit-codes.ts';
import { fileFailure } from '../file-failure.ts';
import { parsePolicy, type FilePolicy, type FileRule } from './policy-file.ts';

/** A version on the server, in the words of a file; `examples` are the sha256 of the pictures, which it does not keep. */
export interface ServerPolicy extends FilePolicy {
  readonly version: number;
}

interface PolicyAnswer {
  readonly name: string;
  readonly version: number;
  readonly active: boolean;
  readonly rules: readonly (Omit<FileRule, 'examples'> & { readonly exampleHashes: readonly string[] })[];
}

const FIELDS =
  'name version active rules { name describes unlike exampleHashes blocklist { name minCosine maxDistance } threshold action shadow except { filter action } }';

export async function serverPolicy(client: ClipgraphClient, name: string, version?: number): Promise<ServerPolicy | undefined> {
  const document = `query ($name: String!, $version: Int) { policy(name: $name, version: $version) { ${FIELDS} } }`;
  const { policy } = await client.query<{ policy: PolicyAnswer | null }>(document, { name, version });
  if (!policy) return undefined;
  const rules = policy.rules.map(({ exampleHashes, ...rule }) => ({ ...rule, examples: exampleHashes }));
  return { name: policy.name, version: policy.version, rules };
}

async function readPolicyFile(file: string): Promise<FilePolicy> {
  return parsePolicy((await bytesOf(file, file)).toString());
}

/** The file's policy with the sha256 of its examples in place of their names, to be compared with the server's. */
export async function hashedPolicy(file: string): Promise<FilePolicy> {
  const policy = await readPolicyFile(file);
  const hash = async (example: string): Promise<string> =>
    createHash('sha256')
      .update(await exampleBytes(file, example))
      .digest('hex');
  return {
    ...policy,
    rules: await Promise.all(policy.rules.map(async (rule) => ({ ...rule, examples: await Promise.all(rule.examples.map(hash)) }))),
  };
}

/** Saves the file's policy and activates it, if wanted. */
export async function applyPolicy(client: ClipgraphClient, file: string, activate: boolean): Promise<Omit<PolicyAnswer, 'rules'>> {
  const { name, rules } = await readPolicyFile(file);
  const uploads: string[] = [];
  try {
    const input = { name, rules: [] as object[] };
    for (const rule of rules) {
      const examples: { uploadId: string }[] = [];
      for (const example of rule.examples) {
        const { uploadId } = await client.upload(await exampleBytes(file, example));
        uploads.push(uploadId);
        examples.push({ uploadId });
      }
      input.rules.push({ ...rule, examples });
    }
    const save = 'mutation ($input: PolicyInput!) { saved: savePolicy(input: $input) { name version active } }';
    const { saved } = await client.query<{ saved: PolicyAnswer }>(save, { input });
    if (!activate || saved.active) return saved;
    const document = 'mutation ($name: String!, $version: Int!) { activatePolicy(name: $name, version: $version) { name version active } }';
    return (await client.query<{ activatePolicy: PolicyAnswer }>(document, { name, version: saved.version })).activatePolicy;
  } finally {
    await Promise.all(uploads.map((uploadId) => client.deleteUpload(uploadId).catch(() => undefined)));
  }
}

function exampleBytes(file: string, example: string): Promise<Buffer> {
  return bytesOf(resolve(dirname(file), example), example);
}

async function bytesOf(path: string, shown: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw usageError(`${shown}: ${fileFailure(error).message}`);
  });
}
