import { checkKinds, isPluginError, type DocumentKind, type GatewayModule } from '@clipgraph/contracts';

/** What keeps the kinds of documents of these modules from being opened, with the names of the modules. */
export function kindProblems(modules: readonly GatewayModule[]): readonly string[] {
  const problems: string[] = [];
  const owners = new Map<string, string>();
  for (const { name: module, kinds = {} } of modules) {
    for (const kind of Object.values(kinds) as readonly unknown[]) {
      const wrong = kindProblem(kind);
      if (wrong !== undefined) {
        problems.push(`The module ${module} has a kind of documents that cannot be: ${wrong}`);
        continue;
      }
      const { name } = kind as DocumentKind;
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, module);
      else problems.push(`Both ${owner} and ${module} keep documents of the kind ${name}.`);
    }
  }
  return problems;
}

function kindProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is no object.';
  const { name, version, schema, upgrades } = value as Partial<Record<keyof DocumentKind, unknown>>;
  if (typeof name !== 'string') return 'it has no name.';
  try {
    checkKinds([value as DocumentKind]);
  } catch (error) {
    return `"${name.slice(0, 100)}". ${isPluginError(error) ? error.message : 'Its indexes must be a list of paths.'}`;
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return `${name} has no version, a whole number from 1.`;
  const standard = (schema as { '~standard'?: { validate?: unknown } } | undefined)?.['~standard'];
  if (typeof standard?.validate !== 'function') return `${name} has no schema that is a Standard Schema, such as one of valibot.`;
  const known = (upgrades ?? {}) as Record<number, unknown>;
  for (let from = 1; from < version; from++) {
    if (typeof known[from] !== 'function') return `${name} has version ${version} and no upgrade from version ${from}.`;
  }
  return undefined;
}
