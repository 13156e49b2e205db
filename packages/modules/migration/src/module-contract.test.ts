import { embed } from '@clipgraph/module-embed';
import { testModule } from '@clipgraph/module-testing';

import { migration } from './migration-module.ts';

testModule('migration', migration, { beside: () => [embed()] });
