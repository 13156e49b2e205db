import { CONTRACT, type GatewayModule, type Plugin } from '@clipgraph/contracts';
import { didYouMean } from '@clipgraph/settings-kit';

import type { GatewayComposition } from './composition.ts';
import { kindProblems } from './kind-problems.ts';

/** Each part, with what a composition without it is told to write. */
const PARTS: Readonly<Record<keyof GatewayComposition, string>> = {
  encoders: 'encoders: [clip()]',
  vectors: 'vectors: sqliteVectors()',
  documents: 'documents: sqliteDocuments()',
  pictures: 'pictures: pictureFolder()',
  modules: 'modules: [embed(), search()]',
};

const PLUGIN_FIELDS: Readonly<Record<keyof Plugin<unknown>, true>> = {
  contract: true,
  name: true,
  settings: true,
  settingProblems: true,
  open: true,
};
const MODULE_FIELDS: Readonly<Record<keyof GatewayModule, true>> = {
  ...PLUGIN_FIELDS,
  typeDefs: true,
  entities: true,
  kinds: true,
  provide: true,
};
const MODULE_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What is written in one place of a composition. */
interface Place {
  /** For messages, for example `modules[2]`. */
  readonly at: string;
  readonly value: unknown;
  readonly kind: 'encoder' | 'store' | 'module';
}

/** What keeps a gateway of this composition from being opened, in words for whoever wrote it. Takes any value: it comes from a file. */
export function compositionProblems(composition: unknown): readonly string[] {
  if (isPromise(composition)) {
    return ['The composition is a promise. Its function may not be async: await what it needs at the top of the file.'];
  }
  if (typeof composition !== 'object' || composition === null) return ['The configuration exports no composition; see defineGateway.'];
  const names = Object.keys(PARTS) as (keyof GatewayComposition)[];
  const unknown = Object.keys(composition).filter((name) => !Object.hasOwn(PARTS, name));
  const problems = unknown.map((name) => `A composition has no part ${name}.${didYouMean(name, names)}`);
  const parts = composition as Partial<Record<keyof GatewayComposition, unknown>>;
  for (const name of names) {
    if (!(name in composition)) problems.push(`The composition has no ${name}. Write, for example: ${PARTS[name]}`);
  }
  for (const list of ['encoders', 'modules'] as const) {
    if (list in composition && !Array.isArray(parts[list])) {
      problems.push(`encoders and modules must be lists; ${list} is ${shown(parts[list])}. Write, for example: ${PARTS[list]}`);
    }
  }
  if (Array.isArray(parts.encoders) && parts.encoders.length === 0) problems.push('The composition has no encoder.');
  for (const place of placesOf(parts)) problems.push(...placeProblems(place));
  if (problems.length > 0) return problems;
  const { modules } = composition as GatewayComposition;
  return [...sameNames(modules), ...kindProblems(modules)];
}

function placesOf({ encoders, modules, ...stores }: Partial<Record<keyof GatewayComposition, unknown>>): readonly Place[] {
  const listed = (name: string, kind: Place['kind'], list: unknown): Place[] =>
    // Array.from, because a hole of a list (`[embed(), , search()]`) is passed over by map.
    Array.isArray(list) ? Array.from(list as unknown[], (value, index) => ({ at: `${name}[${index}]`, value, kind })) : [];
  const single = (['vectors', 'documents', 'pictures'] as const).filter((name) => name in stores);
  return [
    ...listed('encoders', 'encoder', encoders),
    ...single.map((name): Place => ({ at: name, value: stores[name], kind: 'store' })),
    ...listed('modules', 'module', modules),
  ];
}

function placeProblems({ at, value, kind }: Place): readonly string[] {
  const what = kind === 'module' ? 'module' : 'plugin';
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !isFunction((value as Record<string, unknown>)['open'])) {
    return [`${at} is no plugin and no module: it is ${shown(value)}.${likelyCause(value, kind)}`];
  }
  const part = value as Partial<Record<keyof GatewayModule, unknown>>;
  const called = typeof part.name === 'string' && part.name !== '' ? `The ${what} ${part.name}` : `The ${what} at ${at}`;
  if (part.contract !== CONTRACT) {
    // Of another contract nothing else is known.
    const says = part.contract === undefined ? 'names no contract' : `has contract ${String(part.contract)}`;
    return [`${called} ${says}; this gateway takes ${CONTRACT}.`];
  }
  const fields = kind === 'module' ? MODULE_FIELDS : PLUGIN_FIELDS;
  const problems = Object.keys(value)
    .filter((field) => !Object.hasOwn(fields, field))
    .map((field) => `${called} has a field ${field}, which no ${what} has.${didYouMean(field, Object.keys(fields))}`);
  if (typeof part.name !== 'string' || part.name === '') problems.push(`${called} has no name.`);
  else if (kind === 'module' && !MODULE_NAME.test(part.name)) {
    problems.push(`${called} must have a name of small letters, digits and -, a letter first, such as price-tags.`);
  }
  if (!isOneOf(part.typeDefs, 'string'))
    problems.push(`The typeDefs of ${called.replace('The', 'the')} must be a text, not ${shown(part.typeDefs)}.`);
  for (const field of ['provide', 'settingProblems'] as const) {
    if (!isOneOf(part[field], 'function')) problems.push(`${called} has a ${field} that is no function.`);
  }
  if (part.entities !== undefined && !isTexts(part.entities))
    problems.push(`The entities of ${called.replace('The', 'the')} must be a list of type names.`);
  return [...problems, ...settingsProblems(called, part.settings)];
}

/** A setting without its variable or schema could not be read. */
function settingsProblems(called: string, settings: unknown): readonly string[] {
  if (settings === undefined) return [];
  if (!isRecord(settings)) return [`${called} has settings that are no object.`];
  return Object.entries(settings).flatMap(([name, setting]) => {
    const { env, schema } = isRecord(setting) ? setting : {};
    if (typeof env !== 'string' || env === '') return [`${called} has a setting ${name} without its variable: write env: 'CLIPGRAPH_...'.`];
    const standard = isRecord(schema) || isFunction(schema) ? (schema as Record<string, unknown>)['~standard'] : undefined;
    if (!isRecord(standard) || !isFunction(standard['validate'])) {
      return [`${called} has a setting ${name} whose schema is no Standard Schema; @clipgraph/settings-kit has some.`];
    }
    return [];
  });
}

function sameNames(modules: readonly GatewayModule[]): readonly string[] {
  const names = modules.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return Array.from(twice, (name) => `Two modules have the name ${name}.`);
}

/** What is there instead of a plugin or a module. */
function shown(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (Array.isArray(value)) return 'a list';
  if (isPromise(value)) return 'a promise';
  if (isRecord(value)) return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`;
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 50)) : String(value);
}

function likelyCause(value: unknown, kind: Place['kind']): string {
  if (typeof value === 'function') return ` It was not called, perhaps: write ${value.name || 'it'}().`;
  if (isPromise(value)) return ' Await it at the top of the file.';
  if (Array.isArray(value)) return ' Write three dots before it, so that what it holds stands in the list itself.';
  if (value === undefined || value === null || value === false) {
    return ' What stands there is not imported, or a condition was not met: leave it out then.';
  }
  if (kind === 'store' && isRecord(value) && ['search', 'upsert', 'insert', 'put'].some((method) => isFunction(value[method]))) {
    return ` It is a store, not a plugin that opens one: ${WRAP}`.replace('OPENED', 'store');
  }
  if (kind === 'encoder' && isRecord(value) && 'model' in value && ('image' in value || 'text' in value)) {
    return ` It is an encoder, not a plugin that opens one: ${WRAP}`.replace('OPENED', '[encoder]');
  }
  return '';
}

const WRAP = "write definePlugin({ contract: CONTRACT, name: 'mine', open: async () => OPENED }), with what @clipgraph/contracts exports.";

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isPromise(value: unknown): boolean {
  return isRecord(value) && isFunction(value['then']);
}

function isOneOf(value: unknown, type: 'string' | 'function'): boolean {
  return value === undefined || typeof value === type;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
