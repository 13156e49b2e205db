import { embed } from '@clipgraph/module-embed';
import { testModule } from '@clipgraph/module-testing';

import { search } from './search-module.ts';

testModule('search', search, { beside: () => [embed()] });
