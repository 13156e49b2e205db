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

/** 32 texts with the same beginning. */
export function labelPrompts(): string[] {
  return LABELS.map((label) => `a photo of a ${label}.`);
}
