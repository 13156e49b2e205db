import { testModule } from '@clipgraph/module-testing';

import { embed } from './embed-module.ts';

testModule('embed', embed);
