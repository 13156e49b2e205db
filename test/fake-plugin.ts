import { CONTRACT, definePlugin, type Encoder, type EncoderPlugin } from '@clipgraph/contracts';
import { fakeEncoder } from '@clipgraph/testing';

/** For `testGateway`'s parts: real vectors without a model, so that a start costs nothing. */
export function fakePlugin(around: (encoder: Encoder) => Encoder = (encoder) => encoder): EncoderPlugin {
  return definePlugin({ contract: CONTRACT, name: 'fake', open: async () => [around(fakeEncoder())] });
}
