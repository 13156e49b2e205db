import { CONTRACT, definePlugin, type Encoder, type EncoderPlugin, type Vectors } from '@clipgraph/contracts';
import { fakeEncoder } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const PARALLELISM = 2;
const EMBED = 'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { __typename ... on InputError { code } } }';

/** An encoder whose runs come back only when they are let go, as long as it hangs. */
function hangingEncoder() {
  const inner = fakeEncoder({ parallelism: PARALLELISM });
  const held: (() => void)[] = [];
  const state = { hangs: false, held, letGo: () => held.splice(0).forEach((go) => go()) };
  async function hanging<Item>(run: (batch: readonly Item[]) => Promise<Vectors>, batch: readonly Item[]): Promise<Vectors> {
    if (state.hangs) await new Promise<void>((resolve) => held.push(resolve));
    return run(batch);
  }
  const encoder: Encoder = {
    ...inner,
    image: { ...inner.image, run: (batch) => hanging((items) => inner.image.run(items), batch) },
    text: { ...inner.text!, run: (batch) => hanging((items) => inner.text!.run(items as never), batch) },
  };
  const plugin: EncoderPlugin = definePlugin({ contract: CONTRACT, name: 'hanging', open: async () => [encoder] });
  return { plugin, state };
}

describe('a model whose runs do not come back', () => {
  const { plugin, state } = hangingEncoder();
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ parts: { encoders: [plugin] }, logLevel: 'silent', limits: { runLimitMs: 400 } });
  }, 60_000);
  afterAll(async () => {
    state.letGo();
    await gateway.close();
  });

  const ready = async (): Promise<number> => (await fetch(`${gateway.url}/readyz`)).status;
  const embed = (...texts: string[]) => gateway.query(EMBED, { inputs: texts.map((text) => ({ text })) });
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name}{`))
        ?.split(' ')
        .at(-1),
    );
  };

  it('is noticed: what was asked fails as the model does, the rest goes on, operators see it, and a comeback too', async () => {
    expect(await ready()).toBe(200);
    state.hangs = true;
    const first = await embed('one');
    expect(first).toMatchObject({ errors: [{ message: 'The model failed.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect([await metric('clipgraph_runs_given_up_total'), await metric('clipgraph_runs_lost'), await ready()]).toEqual([1, 1, 200]);

    state.hangs = false;
    expect(await embed('two')).toMatchObject({ data: { embed: [{ __typename: 'Embedding' }] } });

    state.hangs = true;
    const picture = { image: { base64: base64(await plainPicture('navy')) } };
    expect(await gateway.query(EMBED, { inputs: [picture, picture] })).toMatchObject({ errors: [{ message: 'The model failed.' }] });
    // Now as many are lost as can go on at once.
    expect([await metric('clipgraph_runs_given_up_total'), await metric('clipgraph_runs_lost'), await ready()]).toEqual([
      2,
      PARALLELISM,
      503,
    ]);
    expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);

    state.hangs = false;
    state.letGo();
    await expect.poll(ready).toBe(200);
    expect(await embed('three')).toMatchObject({ data: { embed: [{ __typename: 'Embedding' }] } });
    expect(await metric('clipgraph_runs_lost')).toBe(0);
  });
});
