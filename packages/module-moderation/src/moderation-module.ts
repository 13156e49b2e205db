import { cursorCodec, PRICES, type EmbedderSet, type SchemaModule } from '@clipgraph/graphql-kit';
import { isAssetKey, type DocumentStore, type ImageReader } from '@clipgraph/spec';
import { classHeads, everydayBackground } from '@clipgraph/zero-shot';

import { policyCompiler } from './compiled-policy.ts';
import { policies as policiesIn } from './policies.ts';
import { resolvers } from './resolvers.ts';
import { moderationTypeDefs } from './schema.ts';
import { verdictLog } from './verdict-log.ts';
import { verdictPages } from './verdict-page.ts';
import type { Webhook } from './webhook.ts';

const HEAD_CACHE_BYTES = 32 * 1024 * 1024;
const POLICY_CACHE_BYTES = 64 * 1024 * 1024;

/** What the module works with. */
export interface ModerationModuleOptions {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  /** Where policies and verdicts are kept. */
  readonly documents: DocumentStore;
  /** Signs cursors; must outlive the process, or the pages of verdicts end with it. */
  readonly cursorSecret: Uint8Array;
  /** Told of verdicts that are not ALLOW and of reviews; closed by whoever made it. */
  readonly webhook?: Webhook | undefined;
}

/** Policies, `moderate`, the audit of verdicts, review and trial runs: the types `Policy` and `ModerationVerdict`. */
export function moderationModule({ embedders, images, documents, cursorSecret, webhook }: ModerationModuleOptions): SchemaModule {
  const heads = classHeads(HEAD_CACHE_BYTES);
  const compiler = policyCompiler({ heads, background: everydayBackground(heads), maxBytes: POLICY_CACHE_BYTES });
  const policies = policiesIn(documents);
  const log = verdictLog(documents, webhook);
  const verdictPage = verdictPages({ log, cursors: cursorCodec(cursorSecret) });
  return {
    name: 'moderation',
    typeDefs: moderationTypeDefs,
    resolvers: resolvers({ embedders, images, policies, compiler, log, verdictPage, webhook }) as SchemaModule['resolvers'],
    nodes: {
      Policy: async ([name, version, ...rest], { cost }) => {
        if (name === undefined || version === undefined || rest.length > 0) return null;
        cost.charge(PRICES.result);
        return (await policies.find(name, Number(version))) ?? null;
      },
      ModerationVerdict: async ([id, ...rest], { cost }) => {
        if (id === undefined || !isAssetKey(id) || rest.length > 0) return null;
        cost.charge(PRICES.result);
        return (await log.find(id)) ?? null;
      },
    },
  };
}
