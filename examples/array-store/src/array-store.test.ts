import { testVectorStore } from '@clipgraph/testing';

import { arrayStore } from './array-store.ts';

testVectorStore('arrayStore', async () => ({ store: arrayStore(), dispose: async () => undefined }));
