import { embed } from '@clipgraph/module-embed';
import { testModule } from '@clipgraph/module-testing';

import { classify } from './classify-module.ts';

testModule('classify', classify, { beside: () => [embed()] });
