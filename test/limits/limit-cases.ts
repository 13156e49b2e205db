import type { TestGateway } from '../gateway.ts';
import { type LimitCase, images, EMBED, labels, MANY, assetsWithKind } from './limit-case.ts';
import { modelCases } from './model-cases.ts';
import { moderationCases, rule, SAVE_POLICY } from './moderation-cases.ts';
import { searchCases } from './search-cases.ts';
import { serverCases } from './server-cases.ts';

/** What the cases need. */
export async function prepared(server: TestGateway): Promise<void> {
  await server.data('mutation { createCollection(name: "crops", crops: { levels: 4, keep: EACH }) { name } }');
  await server.data('mutation { createCollection(name: "many") { name } }');
  await server.data('mutation ($input: ClassifierInput!) { saveClassifier(input: $input) { version } }', {
    input: { name: 'colours', classes: labels.map((name) => ({ name })) },
  });
  await server.data('mutation { createBlocklist(name: "known") { name } }');
  await server.data(SAVE_POLICY, { input: { name: 'red', rules: [rule()] } });
  await assetsWithKind(server, 0, MANY);
  // From now on their vectors are known, and thousands of them do not fill the queue of the model.
  await server.data(EMBED, { inputs: images.map((one) => ({ image: one })) });
}

/** Each by the name of its section and what it limits. */
export const limitCases: ReadonlyMap<string, LimitCase> = new Map(
  Object.entries({ ...serverCases, ...modelCases, ...searchCases, ...moderationCases }),
);
