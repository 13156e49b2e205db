import { embed } from '@clipgraph/module-embed';
import { testModule } from '@clipgraph/module-testing';

import { describe } from './describe-module.ts';

testModule('describe', describe, { beside: () => [embed()] });
