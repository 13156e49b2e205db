import { renderScene, scene } from '@clipgraph/scenes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documented } from './documented.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import { base64 } from './pictures.ts';

/** The names that docs/classifiers.md gives to kinds of scenes. */
const CLASS_OF: Readonly<Record<string, string>> = { landscape: 'scenery', shapes: 'geometry', object: 'items' };
/** So many that what training brings stands out from the luck of a few pictures; `classify` takes 64. */
const PER_CLASS = 36;
const FOR_TRAINING = 16;

interface Drawn {
  readonly bytes: Uint8Array;
  readonly label: string;
}
interface Training {
  readonly kept: string;
  readonly zeroShotAccuracy: number;
  readonly trainedAccuracy: number;
  readonly examples: number;
  readonly classes: readonly { readonly label: string; readonly examples: number }[];
  readonly confusion: readonly (readonly number[])[];
}
interface Trained {
  readonly classifier: { readonly version: number; readonly training: Training };
  readonly skipped: number;
  readonly errors: readonly { readonly index: number; readonly error: { readonly code: string } }[];
}
interface Answer {
  readonly labels: readonly { readonly label: string; readonly probability: number }[];
  readonly unknown: boolean;
}

/** Scenes of the three kinds, the same number of each, in turn. */
async function drawnScenes(): Promise<Drawn[]> {
  const byLabel = new Map(Object.values(CLASS_OF).map((label) => [label, [] as Uint8Array[]]));
  for (let seed = 1; [...byLabel.values()].some(({ length }) => length < PER_CLASS); seed++) {
    const drawn = scene(seed);
    const found = byLabel.get(CLASS_OF[drawn.kind] ?? '');
    if (found && found.length < PER_CLASS) found.push(await renderScene(drawn, { size: 128, format: 'png' }));
  }
  return Array.from({ length: PER_CLASS }, (_, i) => [...byLabel].map(([label, all]) => ({ label, bytes: all[i]! }))).flat();
}

describe('the page about classifiers', () => {
  let gateway: TestGateway;
  let page: ReadonlyMap<string, string>;
  let examples: Drawn[];
  let unseen: Drawn[];
  const run = <Data>(name: string, variables?: Record<string, unknown>): Promise<Data> => gateway.data<Data>(page.get(name)!, variables);
  const classified = async (pictures: readonly Drawn[]): Promise<Answer[]> =>
    (await run<{ classify: Answer[] }>('Use', { images: pictures.map(({ bytes }) => ({ base64: base64(bytes) })) })).classify;
  const accuracy = async (): Promise<number> => {
    const answers = await classified(unseen);
    return answers.filter(({ labels }, i) => labels[0]!.label === unseen[i]!.label).length / unseen.length;
  };

  beforeAll(async () => {
    page = await documented('classifiers.md');
    // Drawn before the server starts: it forbids its process to load SVG, which scenes are made of.
    const drawn = await drawnScenes();
    examples = drawn.slice(0, FOR_TRAINING * 3);
    unseen = drawn.slice(FOR_TRAINING * 3);
    gateway = await testGateway();
  });
  afterAll(async () => gateway.close());

  it('saves a classifier, trains it, and finds more of the pictures that it has not seen', async () => {
    expect(await run('Save')).toEqual({ saveClassifier: { name: 'stock', version: 1 } });
    const before = await accuracy();
    const uploads = await Promise.all(
      examples.map(async ({ bytes, label }) => ({ image: { uploadId: await gateway.upload(bytes) }, labels: [label] })),
    );
    const wrong = { image: { uploadId: 'nothing' }, labels: ['items'] };
    const { trainClassifier } = await run<{ trainClassifier: Trained }>('Train', { examples: [...uploads, wrong] });
    const { classifier, skipped, errors } = trainClassifier;
    expect(classifier.version).toBe(2);
    expect({ skipped, errors }).toMatchObject({ skipped: 1, errors: [{ index: examples.length, error: { code: 'NOT_FOUND' } }] });
    const { kept, zeroShotAccuracy, trainedAccuracy, classes, confusion } = classifier.training;
    expect(kept).toBe('TRAINED');
    expect(trainedAccuracy).toBeGreaterThanOrEqual(zeroShotAccuracy);
    expect(classes.map(({ label, examples }) => [label, examples])).toEqual(Object.values(CLASS_OF).map((label) => [label, FOR_TRAINING]));
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(examples.length);
    expect(await accuracy()).toBeGreaterThan(before);
  });

  it('answers with probabilities that add up to 1, the same before and after a restart', async () => {
    const before = await classified(unseen);
    for (const { labels } of before) expect(labels.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
    await gateway.restart();
    expect(await classified(unseen)).toEqual(before);
  });

  it('trains from a field of a collection', async () => {
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
    const assets = examples.map(({ bytes, label }, i) => ({ key: `${i}`, image: { base64: base64(bytes) }, payload: { kind: label } }));
    await gateway.data('mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { __typename } }', {
      assets,
    });
    const { trainClassifier } = await run<{ trainClassifier: Trained }>('TrainFromCollection');
    expect(trainClassifier).toMatchObject({ skipped: 0, classifier: { version: 3, training: { examples: examples.length } } });
  });

  it('is deleted with all its versions, and its numbers are not given again', async () => {
    expect([await run('Delete'), await run('Delete')]).toEqual([{ deleteClassifier: true }, { deleteClassifier: false }]);
    const images = [{ base64: base64(unseen[0]!.bytes) }];
    for (const classifier of ['stock', 'stock@1']) {
      const query = 'query ($images: [ImageInput!]!, $by: ClassifyBy!) { classify(images: $images, by: $by) { __typename } }';
      const { errors } = await gateway.query(query, { images, by: { classifier } });
      expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
    }
    expect(await run('Save')).toEqual({ saveClassifier: { name: 'stock', version: 4 } });
  });
});
