import { checkDocumentsContract, SettingError, type CompleteStore, type Ports, type VectorStore } from '@clipgraph/contracts';
import { completeStore } from '@clipgraph/store-kit';

const CAPABILITIES: readonly (keyof CompleteStore)[] = ['words', 'facets', 'recommendations', 'samples', 'crops', 'pictures'];

const NEEDED: readonly (keyof Ports)[] = [
  'embedders',
  'pictures',
  'vectors',
  'documents',
  'logger',
  'metrics',
  'clock',
  'secrets',
  'dataDir',
  'memoryShare',
];

interface Provided {
  readonly module: string;
  /** The ports that its `provide` was given. */
  readonly given: Ports;
  readonly answer: unknown;
}

/**
 * The ports with what a module put in the place of some: none may be taken away, a store of vectors is completed again, and a store of
 * documents must speak the contract. Throws a SettingError that names the module.
 */
export function providedPorts(ports: Ports, { module, given, answer }: Provided): Ports {
  if (answer === undefined) return ports;
  if (typeof answer !== 'object' || answer === null) {
    throw new SettingError(`The module ${module} provides something that is no set of ports.`);
  }
  // What it was given itself, such as its own metrics, it hands back and provides to nobody.
  const changed = Object.entries(answer).filter(([name, value]) => value !== given[name as keyof Ports]);
  for (const [name, value] of changed) {
    const isUsable = value !== null && typeof value === typeof ports[name as keyof Ports];
    if (NEEDED.includes(name as keyof Ports) && !isUsable) throw new SettingError(`The module ${module} provides no usable ${name}.`);
  }
  const provided = Object.fromEntries(changed) as Partial<Ports>;
  try {
    if (provided.documents) checkDocumentsContract(provided.documents);
    return { ...ports, ...provided, ...(provided.vectors && { vectors: completed(provided.vectors) }) };
  } catch (cause) {
    throw new SettingError(`The module ${module}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function completed(vectors: VectorStore): CompleteStore {
  return CAPABILITIES.every((capability) => (vectors as CompleteStore)[capability]) ? (vectors as CompleteStore) : completeStore(vectors);
}
