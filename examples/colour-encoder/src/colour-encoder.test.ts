import { imageDecoder } from '@clipgraph/images';
import { testEncoder } from '@clipgraph/testing';

import { openColourEncoder } from './colour-encoder.ts';

testEncoder('colourEncoder', async () => openColourEncoder(imageDecoder()));
