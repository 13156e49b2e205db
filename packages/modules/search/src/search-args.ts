import type { Modality } from '@clipgraph/contracts';

/** Arguments as resolvers get them: a variable without a value leaves out what has a default. */
export type SearchArgs<Args, Needed extends keyof Args> = Partial<Args> & Pick<Args, Needed>;

/** The vectors that are compared; null stands for the default. */
export function modalityOf(target: 'IMAGE' | 'TEXT' | null | undefined): Modality {
  return target === 'TEXT' ? 'text' : 'image';
}

export function modalitiesOf(target: 'IMAGE' | 'TEXT' | 'BOTH' | null | undefined): readonly Modality[] {
  return target === 'BOTH' ? ['image', 'text'] : [modalityOf(target)];
}
