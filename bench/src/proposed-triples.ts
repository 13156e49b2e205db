import { checkedProposals, proposedTriples, type GeneralWords, type ScoredTriple, type TagHead } from '@clipgraph/module-describe';
import { objects, type Facts } from '@clipgraph/scenes';
import type { Embedder } from '@clipgraph/contracts';
import { classHeads } from '@clipgraph/zero-shot';

const signal = new AbortController().signal;
const context = { requestId: 'bench', signal, cost: { charge: () => undefined, charged: 0, limit: Infinity } };

/** A drawn pair of things as the model sees it. */
export interface SeenPair {
  readonly facts: Facts;
  readonly vector: Float32Array;
}

const namesOf = new Map(objects.map(({ name, synonyms = [] }) => [name, new Set([name, ...synonyms.map(([singular]) => singular)])]));

/** Whether the word names the thing. */
function is(word: string, { name }: Facts['objects'][number]): boolean {
  return namesOf.get(name)!.has(word);
}

/** Whether the words name the two things of the picture. */
function areThere(a: string, b: string, [first, second]: Facts['objects']): boolean {
  return (is(a, first!) && is(b, second!)) || (is(a, second!) && is(b, first!));
}

/** Left and right are both beside; below is above from the other side. */
const KIND: Readonly<Record<string, string>> = {
  'left of': 'beside',
  'right of': 'beside',
  'next to': 'beside',
  beside: 'beside',
  above: 'above',
  below: 'above',
  inside: 'inside',
};

/** Whether the triple says what was drawn. */
function isTrue({ subject, relation, object }: ScoredTriple, { relation: drawn, objects: things }: Facts): boolean {
  const [first, second] = drawn === 'below' ? things.toReversed() : things;
  return KIND[relation] === KIND[drawn!] && (KIND[relation] === 'beside' || (is(subject, first!) && is(object, second!)));
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

/** How good the triples are that `describe` proposes from a picture's own tags, on drawn pairs of things. */
export async function measureProposals(pairs: readonly SeenPair[], embedder: Embedder, general: GeneralWords): Promise<void> {
  const heads = classHeads(1e9);
  const { templates } = embedder.model;
  const headsOf = async (words: readonly string[]): Promise<TagHead[]> => {
    const found = await heads.of(
      embedder,
      words.map((name) => ({ name, templates, path: name })),
      signal,
    );
    return words.map((word, index) => ({ word, head: found[index]! }));
  };
  const drawn = await headsOf(objects.map(({ name }) => name));
  const measure = async (title: string, own: (facts: Facts) => TagHead[] | undefined, wanted: object): Promise<void> => {
    let [proposed, both] = [0, 0];
    const right = new Map<string, { kind: number; whole: number; all: number }>();
    for (const { facts, vector } of pairs) {
      const [best] = await proposedTriples(
        { heads, embedder, general, own: own(facts) },
        checkedProposals({ relations: null, ...wanted }),
        vector,
        context,
      );
      if (!best) continue;
      proposed += 1;
      if (!areThere(best.subject, best.object, facts.objects)) continue;
      both += 1;
      const drawnKind = KIND[facts.relation!]!;
      const sum = right.get(drawnKind) ?? { kind: 0, whole: 0, all: 0 };
      const isKind = KIND[best.relation] === drawnKind;
      right.set(drawnKind, { kind: sum.kind + Number(isKind), whole: sum.whole + Number(isTrue(best, facts)), all: sum.all + 1 });
    }
    console.log(
      `  ${title}: ${share(proposed, pairs.length)} of the pictures get one, both things right in ${share(both, proposed)} of them`,
    );
    for (const [kind, { kind: found, whole, all }] of right) {
      console.log(`    where they are ${kind} (${all}): the relation right ${share(found, all)}, with its order ${share(whole, all)}`);
    }
  };
  console.log(`\nProposed triples, the best one of each picture: ${pairs.length} drawn pairs`);
  const known = (facts: Facts): TagHead[] => drawn.filter(({ word }) => facts.objects.some(({ name }) => name === word));
  for (const relations of [undefined, ['beside', 'above'], ['next to', 'above', 'inside']]) {
    await measure(`the two things as words, ${relations?.join(', ') ?? 'usual relations'}`, known, { things: 2, threshold: 0, relations });
  }
  await measure(`the ${drawn.length} things that are drawn as words`, () => drawn, { things: 2, threshold: 0 });
  await measure('the general vocabulary', () => undefined, {});
}
