import { renderScene, scene } from '@clipgraph/scenes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documented } from './documented.ts';
import { testGateway, type TestCaller, type TestGateway } from './gateway.ts';
import { base64 } from './pictures.ts';

const PER_ANSWER = 32;
const REVIEWED = 16;
const KEYS = { acme: 'key-of-acme-0123456789', bravo: 'key-of-bravo-0123456789' };

const SAVE_POLICY = 'mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }';
const MODERATE = `mutation ($images: [ImageInput!]!) {
  moderate(images: $images, policy: "shop") { ... on ModerationVerdict { id action } }
}`;
const RESOLVE = 'mutation ($verdict: ID!, $action: ModerationAction!) { resolveReview(verdict: $verdict, action: $action) { id } }';
const CLASSIFY = `query ($images: [ImageInput!]!, $classifier: String!) {
  classify(images: $images, by: { classifier: $classifier }, top: 1) { ... on Classification { labels { label } } }
}`;

interface Drawn {
  readonly bytes: Uint8Array;
  readonly answer: 'ALLOW' | 'BLOCK';
}
interface Trained {
  readonly trainClassifier: {
    readonly classifier: { readonly version: number; readonly training: { kept: string; examples: number; classes: object[] } };
    readonly skipped: number;
    readonly truncated: boolean;
    readonly errors: readonly { readonly verdictId: string; readonly error: { readonly message: string } }[];
  };
}

/** A shop that sells landscapes and takes no shapes: as many of each, in turn. */
async function drawnScenes(): Promise<Drawn[]> {
  const found = { ALLOW: [] as Uint8Array[], BLOCK: [] as Uint8Array[] };
  for (let seed = 1; Object.values(found).some(({ length }) => length < PER_ANSWER); seed++) {
    const drawn = scene(seed);
    const of = drawn.kind === 'landscape' ? found.ALLOW : drawn.kind === 'shapes' ? found.BLOCK : undefined;
    if (of && of.length < PER_ANSWER) of.push(await renderScene(drawn, { size: 128, format: 'png' }));
  }
  return Array.from({ length: PER_ANSWER }, (_, i): Drawn[] => [
    { bytes: found.ALLOW[i]!, answer: 'ALLOW' },
    { bytes: found.BLOCK[i]!, answer: 'BLOCK' },
  ]).flat();
}

describe('a classifier that learns from what moderators decide', () => {
  let gateway: TestGateway;
  let acme: TestCaller;
  let bravo: TestCaller;
  let page: ReadonlyMap<string, string>;
  let reviewed: Drawn[];
  let unseen: Drawn[];
  let verdicts: string[];

  const inline = (pictures: readonly Drawn[]) => pictures.map(({ bytes }) => ({ base64: base64(bytes) }));
  const moderated = async (caller: TestCaller, pictures: readonly Drawn[]): Promise<string[]> => {
    const { moderate } = await caller.data<{ moderate: { id: string; action: string }[] }>(MODERATE, { images: inline(pictures) });
    expect(moderate.map(({ action }) => action)).toEqual(pictures.map(() => 'REVIEW'));
    return moderate.map(({ id }) => id);
  };
  const accuracy = async (classifier: string): Promise<number> => {
    const { classify } = await acme.data<{ classify: { labels: { label: string }[] }[] }>(CLASSIFY, { classifier, images: inline(unseen) });
    const wanted = ({ answer }: Drawn): string => (answer === 'BLOCK' ? 'unwanted' : 'wanted');
    return classify.filter(({ labels }, i) => labels[0]!.label === wanted(unseen[i]!)).length / unseen.length;
  };

  beforeAll(async () => {
    page = await documented('classifiers.md');
    // Drawn before the server starts: it forbids its process to load SVG, which scenes are made of.
    const drawn = await drawnScenes();
    [reviewed, unseen] = [drawn.slice(0, REVIEWED * 2), drawn.slice(REVIEWED * 2)];
    gateway = await testGateway({
      apiKeys: [
        { key: KEYS.acme, name: 'web', tenant: 'acme' },
        { key: KEYS.bravo, name: 'web', tenant: 'bravo' },
      ],
    });
    [acme, bravo] = [gateway.as(KEYS.acme), gateway.as(KEYS.bravo)];
    const rules = [{ name: 'drawings', describes: ['drawing'], threshold: 0, action: 'REVIEW' }];
    for (const caller of [acme, bravo]) {
      await caller.data(SAVE_POLICY, { input: { name: 'shop', rules } });
      await caller.data(page.get('SaveForReviews')!);
    }
    verdicts = await moderated(acme, reviewed);
  });
  afterAll(async () => gateway.close());

  it('says so while nobody has decided anything', async () => {
    const { errors } = await acme.query(page.get('TrainFromReviews')!);
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringMatching(/^No review has been decided/) },
    ]);
  });

  it('finds pictures that nobody has decided on, better than its names alone, also after a restart', async () => {
    for (const [index, verdict] of verdicts.entries()) await acme.data(RESOLVE, { verdict, action: reviewed[index]!.answer });
    const { trainClassifier } = await acme.data<Trained>(page.get('TrainFromReviews')!);
    expect(trainClassifier).toMatchObject({
      skipped: 0,
      truncated: false,
      errors: [],
      classifier: {
        version: 2,
        training: {
          kept: 'TRAINED',
          examples: REVIEWED * 2,
          classes: [
            { label: 'wanted', examples: REVIEWED },
            { label: 'unwanted', examples: REVIEWED },
          ],
        },
      },
    });
    const trained = await accuracy('drawings');
    expect(trained).toBeGreaterThan(await accuracy('drawings@1'));
    await gateway.restart();
    expect(await accuracy('drawings')).toBe(trained);
  });

  it('counts a picture that was decided again by its last decision', async () => {
    const [again] = await moderated(acme, reviewed.slice(0, 1));
    await acme.data(RESOLVE, { verdict: again, action: 'BLOCK' });
    const { trainClassifier } = await acme.data<Trained>(page.get('TrainFromReviews')!);
    expect(trainClassifier.classifier.training.classes).toEqual([
      { label: 'wanted', examples: REVIEWED - 1 },
      { label: 'unwanted', examples: REVIEWED + 1 },
    ]);
    expect(trainClassifier.errors).toEqual([
      { verdictId: verdicts[0], error: { message: expect.stringContaining('decided again later') } },
    ]);
  });

  it("never learns from another tenant's reviews", async () => {
    const { errors } = await bravo.query(page.get('TrainFromReviews')!);
    expect(errors?.[0]?.message).toMatch(/^No review has been decided/);
    const [verdict] = await moderated(bravo, reviewed.slice(0, 1));
    await bravo.data(RESOLVE, { verdict, action: 'ALLOW' });
    expect((await bravo.query(page.get('TrainFromReviews')!)).errors?.[0]?.message).toContain('too few examples: 1;');
  });
});
