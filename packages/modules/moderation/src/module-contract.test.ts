import { embed } from '@clipgraph/module-embed';
import { testModule } from '@clipgraph/module-testing';

import { moderation } from './moderation.ts';

testModule('moderation', moderation, { beside: () => [embed()] });
