/**
 * Writes what follows from the code: `schema.graphql` and each package's types from the modules' SDL, and the pages of limits and prices.
 * `--check` writes nothing and fails when a file is out of date.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { generate } from '@graphql-codegen/cli';
import { buildASTSchema, concatAST, lexicographicSortSchema, parse, printSchema } from 'graphql';

import { baseTypeDefs } from '../packages/kits/module-kit/src/base-schema.ts';
import { composedTypeDefs } from '../packages/kits/module-kit/src/composed-type-defs.ts';
import { classifyTypeDefs } from '../packages/modules/classify/src/schema.ts';
import { describeTypeDefs } from '../packages/modules/describe/src/schema.ts';
import { embedTypeDefs } from '../packages/modules/embed/src/schema.ts';
import { migrationTypeDefs } from '../packages/modules/migration/src/schema.ts';
import { moderationTypeDefs } from '../packages/modules/moderation/src/schema.ts';
import { searchTypeDefs } from '../packages/modules/search/src/schema.ts';
import { limitsPage, pricesPage } from './reference-pages.ts';
import { usedTypeDefs } from './used-type-defs.ts';

const root = new URL('../', import.meta.url);
const check = process.argv.includes('--check');

const modules = [embedTypeDefs, classifyTypeDefs, describeTypeDefs, searchTypeDefs, moderationTypeDefs, migrationTypeDefs];
const whole = composedTypeDefs(modules.map((typeDefs) => ({ typeDefs })));

const scalarTypes = {
  ID: { input: 'string', output: 'string' },
  URL: { input: 'string', output: 'string' },
  Base64: { input: 'string', output: 'string' },
  DateTime: { input: 'Date', output: 'Date' },
  JSONObject: { input: '@clipgraph/contracts#JsonObject', output: '@clipgraph/contracts#JsonObject' },
  Primitive: { input: '@clipgraph/contracts#Primitive', output: '@clipgraph/contracts#Primitive' },
};

/** Types for the resolvers of a module, of what it defines and what that leads to in the base types and those of `others`. */
function resolverTypes(own: string, others: readonly string[], mappers: Record<string, string>): object {
  return {
    schema: usedTypeDefs(own, [baseTypeDefs, ...others]),
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      contextType: '@clipgraph/module-kit#RequestContext',
      enumsAsTypes: true,
      useTypeImports: true,
      skipTypename: true,
      makeResolverTypeCallable: true,
      optionalResolveType: true,
      scalars: scalarTypes,
      mappers,
    },
  };
}

const model = '@clipgraph/contracts#ModelInfo';
const asset = './asset-node.ts#AssetNode';
const collection = './asset-node.ts#CollectionNode';

const outputs = await generate(
  {
    cwd: root.pathname,
    silent: true,
    errorsOnly: true,
    generates: {
      'packages/modules/embed/src/generated/types.ts': resolverTypes(embedTypeDefs, [], {
        Model: model,
        InputError: '@clipgraph/module-kit#InputError as InputErrorNode',
        Embedding: '../embedding-node.ts#EmbeddingNode',
        CropEmbedding: '@clipgraph/contracts#CropVector',
      }),
      'packages/modules/classify/src/generated/types.ts': resolverTypes(classifyTypeDefs, [embedTypeDefs], {
        Model: model,
        InputError: '@clipgraph/module-kit#InputError as InputErrorNode',
        Classifier: '../classifier-records.ts#ClassifierRecord',
      }),
      'packages/modules/describe/src/generated/types.ts': resolverTypes(describeTypeDefs, [embedTypeDefs], {
        Model: model,
        InputError: '@clipgraph/module-kit#InputError as InputErrorNode',
        Description: '../describe.ts#DescriptionNode',
        Vocabulary: '../vocabulary-records.ts#VocabularyRecord',
      }),
      'packages/modules/search/src/generated/types.ts': resolverTypes(searchTypeDefs, [embedTypeDefs], {
        Model: model,
        InputError: '@clipgraph/module-kit#InputError as InputErrorNode',
        Asset: asset.replace('./', '../'),
        Collection: collection.replace('./', '../'),
        AssetConnection: '../asset-page.ts#AssetPage',
        SearchEdge: '../search-page.ts#SearchEdge as SearchEdgeNode',
      }),
      'packages/modules/moderation/src/generated/types.ts': resolverTypes(moderationTypeDefs, [], {
        InputError: '@clipgraph/module-kit#InputError as InputErrorNode',
        Policy: '../policy/policy.ts#PolicyVersion',
        ModerationRule: '../policy/policy.ts#Rule',
        ModerationVerdict: '../verdicts/verdict.ts#Verdict',
        Finding: '../judge/finding.ts#Finding as FindingNode',
        RuleException: '../policy/rule-exception.ts#RuleException as RuleExceptionNode',
        Blocklist: '../blocklists/blocklist.ts#Blocklist as BlocklistNode',
        BlocklistEntry: '../blocklists/blocklist.ts#BlocklistEntry as BlocklistEntryNode',
        BlocklistMatch: '../blocklists/blocklist-match.ts#BlocklistMatch as BlocklistMatchNode',
        BlocklistEntryConnection: '../blocklists/blocklist-page.ts#BlocklistPage',
        Backtest: '../backtest/backtest.ts#BacktestNode',
        WebhookFailure: '../webhook/webhook.ts#WebhookFailure as WebhookFailureNode',
        VerdictConnection: '../verdicts/verdict-page.ts#VerdictPage',
      }),
      'packages/modules/migration/src/generated/types.ts': resolverTypes(migrationTypeDefs, [], {
        Migration: '../resolvers.ts#MigrationNode',
      }),
      'packages/client/src/generated/types.ts': {
        schema: whole,
        plugins: ['typescript'],
        config: {
          enumsAsTypes: true,
          useTypeImports: true,
          avoidOptionals: { field: true },
          scalars: {
            ID: 'string',
            URL: 'string',
            Base64: 'string',
            DateTime: 'string',
            JSONObject: '{ readonly [key: string]: unknown }',
            Primitive: 'string | number | boolean',
          },
        },
      },
    },
  },
  false,
);

const files: { filename: string; content: string }[] = [
  { filename: 'schema.graphql', content: `${printSchema(lexicographicSortSchema(buildASTSchema(concatAST([parse(whole)]))))}\n` },
  { filename: 'docs/limits.md', content: limitsPage() },
  { filename: 'docs/prices.md', content: pricesPage() },
  ...outputs,
];

let stale = 0;
for (const { filename, content } of files) {
  const url = new URL(filename, root);
  const current = await readFile(url, 'utf8').catch(() => undefined);
  if (current === content) continue;
  stale += 1;
  if (check) process.stderr.write(`${filename} is out of date; run: npm run generate\n`);
  else {
    await mkdir(new URL('./', url), { recursive: true });
    await writeFile(url, content);
  }
}
process.stdout.write(check ? `${stale} generated files are out of date.\n` : `${stale} files written.\n`);
process.exitCode = check && stale > 0 ? 1 : 0;
