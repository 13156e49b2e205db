import { defineModule, type GatewayModule } from '@clipgraph/contracts';

import { moderationKinds } from './kinds.ts';
import { openModeration } from './open-moderation.ts';
import { moderationTypeDefs } from './schema.ts';
import { moderationSettings, optionsProblems, settingProblems, type ModerationOptions, type ModerationSettings } from './settings.ts';
import { reviewedPictures } from './verdicts/reviewed-pictures.ts';

/**
 * Policies, verdicts, the record of them, review, trial runs, blocklists and the webhook: over GraphQL, `POST /moderate` and
 * `GET /moderation/verdicts`. Provides `reviews` for modules that learn from what people decided.
 *
 * @example
 * export default defineGateway({ modules: [embed(), moderation({ verdictDays: 90 })] });
 */
export function moderation(options: ModerationOptions = {}): GatewayModule {
  return defineModule<ModerationSettings>({
    contract: 1,
    name: 'moderation',
    typeDefs: moderationTypeDefs,
    kinds: moderationKinds,
    settings: moderationSettings(options),
    settingProblems: (values) => [...settingProblems(values), ...optionsProblems(options)],
    provide: ({ documents }) => ({ reviews: reviewedPictures(documents) }),
    open: (ports, settings) => openModeration(ports, settings, options),
  });
}
