import type { Scoring } from '@clipgraph/contracts';

/** How a text is changed before its tokenizer sees it; encoder-clip's `text-cleaning.ts` says what each does. */
export type Cleaning = 'clip' | 'canonical' | 'lowercase' | 'plain';

/** Whether a text tower sees the padding behind a text: encoder-clip's README. */
export type Padding = 'trim' | 'full';

/** What holds for all models of a kind, where a model's own files do not say otherwise. */
export interface ModelFamily {
  /** The `model_type` of `config.json`, and `family` in `clipgraph.json`. */
  readonly name: string;
  readonly title: string;
  /** As its models were trained; absent where that differs from model to model and no file of theirs holds it. */
  readonly scoring?: Scoring;
  readonly templates: readonly string[];
  /** Most tokens of a text, start and end included. */
  readonly contextLength: number;
  /** Whether `text_config.max_position_embeddings` of `config.json` says it better. */
  readonly hasContextInConfig: boolean;
  readonly padding: Padding;
  readonly cleaning: Cleaning;
  /** Where the `tokenizer_class` of `tokenizer_config.json` cleans in code what `tokenizer.json` does not. */
  readonly cleaningOfTokenizer?: Readonly<Record<string, Cleaning>>;
  readonly source: string;
}
