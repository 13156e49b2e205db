import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { testEncoder } from '@clipgraph/testing';

import { clip } from './clip.ts';

testEncoder('clip with the bundled model', () => clip({ folder: miniModel.folder, decoder: imageDecoder(), workers: 2 }));
