import { builtInWords } from '@clipgraph/module-describe';

const LABELS =
  'cat dog horse cow sheep bird car bus train boat plane bicycle tree flower house bridge castle tower church street beach mountain river lake forest field chair table lamp clock book cup'.split(
    ' ',
  );

/** 32 texts that begin with different words. */
export function captions(): string[] {
  const endings = [
    'on a beach with two children',
    'in front of an old brick wall',
    'seen from above at night',
    'under tall trees in a green field, with a small red boat behind it',
  ];
  return LABELS.map((label, i) => `${label} ${endings[i % 4]!}`);
}

/** The first classes of ImageNet-1k (Russakovsky et al., 2015), in its order: as labels usually are, of one to three words. */
const CLASS_NAMES =
  'tench,goldfish,great white shark,tiger shark,hammerhead shark,electric ray,stingray,rooster,hen,ostrich,brambling,goldfinch,house finch,junco,indigo bunting,American robin,bulbul,jay,magpie,chickadee,American dipper,kite,bald eagle,vulture,great grey owl,fire salamander,smooth newt,newt,spotted salamander,axolotl,bullfrog,tree frog'.split(
    ',',
  );

/** 32 texts with the same beginning and of different lengths. */
export function classPrompts(): string[] {
  return CLASS_NAMES.map(promptOf);
}

/** 32 texts with the same beginning and, in CLIP's tokens, of the same length. */
export function labelPrompts(): string[] {
  return LABELS.map(promptOf);
}

/** As a classifier of 512 labels wants them: the first beings and things of the general vocabulary, each once. */
export function classifierPrompts(): string[] {
  const things = builtInWords().filter(({ isThing }) => isThing);
  return Array.from(new Set(things.map(({ word }) => promptOf(word)))).slice(0, 512);
}

function promptOf(label: string): string {
  return `a photo of a ${label}.`;
}
