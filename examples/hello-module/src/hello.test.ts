import { testModule } from '@clipgraph/module-testing';

import { hello } from './hello.ts';

testModule('hello', hello);
