import { cursorCodec, everyMs } from '@clipgraph/module-kit';
import type { OpenModule, Ports } from '@clipgraph/contracts';
import { classHeads, everydayBackground } from '@clipgraph/zero-shot';

import { blocklistPages } from './blocklists/blocklist-page.ts';
import { blocklists as blocklistsIn } from './blocklists/blocklists.ts';
import { moderateRoute } from './http/moderate-route.ts';
import { verdictsRoute } from './http/verdicts-route.ts';
import { policyCompiler } from './judge/compiled-policy.ts';
import { nodes } from './nodes.ts';
import { policies as policiesIn } from './policy/policies.ts';
import { resolvers } from './resolvers.ts';
import type { ModerationOptions, ModerationSettings } from './settings.ts';
import { deleteVerdictsBefore, verdictLog } from './verdicts/verdict-log.ts';
import { verdictMetrics } from './verdicts/verdict-metrics.ts';
import { verdictPages } from './verdicts/verdict-page.ts';
import { receiverOf } from './webhook/receiver.ts';
import { verdictWebhook } from './webhook/webhook.ts';

const MIB = 1024 * 1024;
/** Memory of the caches, where one tenant has all of it. */
const HEAD_CACHE_BYTES = 32 * MIB;
const BLOCKLIST_CACHE_BYTES = 256 * MIB;
const POLICY_CACHE_BYTES = 64 * MIB;

/** How often verdicts that are too old are deleted. */
const DELETION_MS = 5 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What moderation asks of the gateway. */
export type ModerationPorts = Pick<
  Ports,
  'embedders' | 'pictures' | 'vectors' | 'documents' | 'logger' | 'metrics' | 'clock' | 'secrets' | 'tenant' | 'memoryShare'
>;

/** The module at work for one tenant. Throws a SettingError for settings that do not go together. */
export function openModeration(
  ports: ModerationPorts,
  settings: ModerationSettings,
  { webhookRetryDelaysMs }: Pick<ModerationOptions, 'webhookRetryDelaysMs'> = {},
): OpenModule {
  const { embedders, pictures, vectors: store, documents, logger, metrics, clock, secrets, tenant, memoryShare } = ports;
  const memory = (bytes: number): number => Math.max(1, Math.floor(bytes * memoryShare));
  const heads = classHeads(memory(HEAD_CACHE_BYTES));
  const compiler = policyCompiler({ heads, background: everydayBackground(heads), maxBytes: memory(POLICY_CACHE_BYTES) });
  const policies = policiesIn(documents, clock);
  const blocklists = blocklistsIn(documents, clock, memory(BLOCKLIST_CACHE_BYTES));
  const receiver = receiverOf(settings, tenant);
  const webhook = receiver && verdictWebhook({ documents, clock, logger, metrics, retryDelaysMs: webhookRetryDelaysMs, ...receiver });
  const log = verdictLog(documents, {
    clock,
    listener: webhook,
    keepReviewVectors: settings.reviewVectors,
    count: verdictMetrics(metrics),
  });
  const cursors = cursorCodec(secrets.derive('cursors of moderation'));
  const verdictPage = verdictPages({ log, cursors });
  const blocklistPage = blocklistPages({ blocklists, cursors });
  const { perceptualHash } = pictures;
  const judging = { embedders, images: pictures, perceptualHash, store, policies, blocklists, compiler, log };
  const deletion = everyMs({
    name: 'deletion of old verdicts',
    everyMs: DELETION_MS,
    logger,
    async work() {
      const deleted = await deleteVerdictsBefore(documents, new Date(clock.now().getTime() - settings.verdictDays * DAY_MS));
      if (deleted > 0) logger.info({ deleted, verdictDays: settings.verdictDays }, 'old verdicts were deleted');
    },
  });
  return {
    resolvers: { ...resolvers({ ...judging, clock, verdictPage, blocklistPage, webhook }) },
    nodes: nodes({ policies, blocklists, log }),
    routes: [moderateRoute({ ...judging, pictures }), verdictsRoute({ log })],
    jobs: webhook ? [deletion, webhook] : [deletion],
  };
}
