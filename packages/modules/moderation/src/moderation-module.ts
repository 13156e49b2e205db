import { cursorCodec, type EmbedderSet, type SchemaModule } from '@clipgraph/module-kit';
import { isAssetKey, type DocumentStore, type ImageReader, type PerceptualHasher, type VectorStore } from '@clipgraph/contracts';
import { classHeads, everydayBackground } from '@clipgraph/zero-shot';

import { blocklistPages } from './blocklist-page.ts';
import { blocklists as blocklistsIn } from './blocklists.ts';
import { policyCompiler } from './compiled-policy.ts';
import { policies as policiesIn } from './policies.ts';
import { resolvers } from './resolvers.ts';
import { moderationTypeDefs } from './schema.ts';
import { verdictLog } from './verdict-log.ts';
import { verdictPages } from './verdict-page.ts';
import type { Webhook } from './webhook.ts';

const HEAD_CACHE_BYTES = 32 * 1024 * 1024;
const BLOCKLIST_CACHE_BYTES = 256 * 1024 * 1024;
const POLICY_CACHE_BYTES = 64 * 1024 * 1024;

/** What the module works with. */
export interface ModerationModuleOptions {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  /** For blocklists. */
  readonly perceptualHash: PerceptualHasher;
  /** Of the assets that are moderated. */
  readonly store: VectorStore;
  /** Where policies, blocklists and verdicts are kept. */
  readonly documents: DocumentStore;
  /** Signs cursors; must outlive the process, or the pages of verdicts end with it. */
  readonly cursorSecret: Uint8Array;
  /** Told of verdicts that are not ALLOW and of reviews; closed by whoever made it. */
  readonly webhook?: Webhook | undefined;
  /** Whether the vector of a picture stays with a verdict that asks for a review, as long as that does. Default true. */
  readonly keepReviewVectors?: boolean | undefined;
}

/** Policies, `moderate`, the audit of verdicts, review and trial runs: the types `Policy` and `ModerationVerdict`. */
export function moderationModule(options: ModerationModuleOptions): SchemaModule {
  const { embedders, images, perceptualHash, store, documents, cursorSecret, webhook, keepReviewVectors = true } = options;
  const heads = classHeads(HEAD_CACHE_BYTES);
  const compiler = policyCompiler({ heads, background: everydayBackground(heads), maxBytes: POLICY_CACHE_BYTES });
  const policies = policiesIn(documents);
  const blocklists = blocklistsIn(documents, BLOCKLIST_CACHE_BYTES);
  const log = verdictLog(documents, { webhook, keepReviewVectors });
  const cursors = cursorCodec(cursorSecret);
  const verdictPage = verdictPages({ log, cursors });
  const blocklistPage = blocklistPages({ blocklists, cursors });
  const parts = { embedders, images, perceptualHash, store, policies, blocklists, compiler, log, verdictPage, blocklistPage, webhook };
  return {
    name: 'moderation',
    typeDefs: moderationTypeDefs,
    resolvers: resolvers(parts) as SchemaModule['resolvers'],
    nodes: {
      Blocklist: async ([name, ...rest]) => {
        if (name === undefined || rest.length > 0) return null;
        return (await blocklists.find(name)) ?? null;
      },
      BlocklistEntry: async ([name, contentHash, ...rest]) => {
        if (name === undefined || contentHash === undefined || rest.length > 0) return null;
        return (await blocklists.entry(name, contentHash)) ?? null;
      },
      Policy: async ([name, version, ...rest]) => {
        if (name === undefined || version === undefined || rest.length > 0) return null;
        return (await policies.find(name, Number(version))) ?? null;
      },
      ModerationVerdict: async ([id, ...rest]) => {
        if (id === undefined || !isAssetKey(id) || rest.length > 0) return null;
        return (await log.find(id)) ?? null;
      },
    },
  };
}
