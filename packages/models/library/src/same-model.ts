import { PluginError } from '@clipgraph/contracts';

import { compiledOf, WEIGHTS } from './compiled-graphs.ts';
import type { Description } from './description.ts';
import { isIntact } from './installed.ts';
import { differingFact, type ModelFacts } from './model-facts.ts';
import type { ModelRequest } from './model-request.ts';
import type { FileSource } from './model-source.ts';
import { precisionsOf, type WantedFile } from './wanted-files.ts';

/** What is said of an installed model must be what stands in its `clipgraph.json`. */
export function checkSameFacts({ name }: ModelRequest, facts: ModelFacts, before: Description | undefined): void {
  const differing = before && differingFact(facts, before);
  if (differing !== undefined) throw taken(name, `This model is installed with another "${differing}" in its clipgraph.json`);
}

/** Graphs of one precision are either built or ready-made: they give different vectors. */
export function checkKind({ name, compile, ...request }: ModelRequest, before: Description | undefined): void {
  const precision = compile ?? request.precision ?? '';
  const isInstalled = precisionsOf((before?.files ?? []).map(({ path }) => path)).includes(precision);
  if (!isInstalled || compiledOf(before).has(precision) === (compile !== undefined)) return;
  throw taken(name, `Its graphs in ${precision || 'full precision'} are here already, ${compile ? 'ready-made' : 'compiled'}`);
}

/** Without asking anybody: the same repository, at the revision that was asked for, with every file of this precision. */
export async function hasAlready(
  target: string,
  before: Description | undefined,
  request: ModelRequest & { kind: 'hub' },
): Promise<boolean> {
  if (before?.source?.repository !== request.repository || before.source.preset !== request.preset?.name) return false;
  if (request.revision !== undefined && request.revision !== before.source.revision) return false;
  const files = before.files ?? [];
  if (!precisionsOf(files.map(({ path }) => path)).includes(request.precision)) return false;
  return (await Promise.all(files.map((file) => isIntact(target, file)))).every(Boolean);
}

/** Another precision must be of the same model, at the same commit. */
export async function checkSameModel(
  { name, preset }: ModelRequest,
  before: Description | undefined,
  source: FileSource,
  wanted: readonly WantedFile[],
): Promise<void> {
  const { repository, revision } = source.origin;
  const installed = before?.source;
  if (!installed || installed.repository !== repository || installed.preset !== preset?.name)
    throw taken(name, 'There is another model of that name');
  if (installed.revision !== revision)
    throw taken(name, `This model is installed at another revision (${String(installed.revision).slice(0, 8)})`);
  if (repository !== undefined) return;
  const recorded = new Map(before?.files?.map((file) => [file.path, file.sha256]));
  for (const { weights } of compiledOf(before).values()) recorded.set(WEIGHTS, weights);
  for (const { from, to } of wanted) {
    const sha256 = recorded.get(to);
    if (sha256 !== undefined && sha256 !== (await source.sha256(from)))
      throw taken(name, `There is another model of that name: its ${to} differs`);
  }
}

function taken(name: string, why: string): PluginError {
  return new PluginError(
    'CONFLICT',
    `${why}. Remove it first (clipgraph models remove ${name}), or add this one under another name with --as.`,
  );
}

/** At the commit that the registry knows, the hub must offer what the registry knows. */
export function checkKnownFiles({ preset }: ModelRequest, { origin, files }: FileSource): void {
  if (!preset || origin.revision === undefined || origin.revision !== preset.repository.revision) return;
  for (const { path, bytes, sha256 } of preset.files ?? []) {
    const file = files.get(path);
    if (file && (file.bytes !== bytes || file.checksum?.value !== sha256)) {
      throw new PluginError(
        'CONFLICT',
        `The file ${path} on the hub is not the one that the registry knows, by size or sha256. Nothing was downloaded.`,
      );
    }
  }
}
