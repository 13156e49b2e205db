import type { DocumentKind } from './document-kind.ts';
import type { Ports } from './ports.ts';
import type { RequestContext } from './request-context.ts';
import type { Route } from './route.ts';
import type { Settings } from './settings.ts';

/** Version of the contracts of modules and plugins. A gateway refuses another one and names who has it. */
export const CONTRACT = 1;
export type Contract = typeof CONTRACT;

/** Resolvers by type and field, as `@graphql-tools/schema` takes them. */
export type Resolvers = Readonly<Record<string, unknown>>;

/** Finds one object by the local parts of its global id; null where there is none. */
export type NodeLoader = (parts: readonly string[], context: RequestContext) => Promise<unknown>;

/** Work without a request: sweeps, deliveries, migrations. It logs what fails, and never throws for that. */
export interface Job {
  readonly name: string;
  /** Begins, or goes on with what the end of the process interrupted. Called once, when every module is open. */
  start(): Promise<void> | void;
  /** Comes to a point from which `start` of another process can go on. Called once, before models and stores close. */
  stop(): Promise<void> | void;
}

/** A module at work for one tenant. */
export interface OpenModule {
  readonly resolvers?: Resolvers;
  /** Types that `Query.node` may return, by name. */
  readonly nodes?: Readonly<Record<string, NodeLoader>>;
  readonly routes?: readonly Route[];
  readonly jobs?: readonly Job[];
  /** Lines for whoever started the gateway by hand: what this start made, for example. */
  readonly notes?: readonly string[];
  /** After the jobs have stopped and the models are closed, before the stores close. */
  close?(): Promise<void>;
}

/**
 * A piece of a gateway that owns all of its own: types, resolvers, routes, jobs, settings. It is a value: making one does
 * nothing, and it can be opened several times, once for each tenant. Types and fields belong to exactly one module.
 */
export interface GatewayModule<Values = unknown> {
  readonly contract: Contract;
  /** Unique in a gateway: kebab-case. */
  readonly name: string;
  /** GraphQL SDL. The same for every tenant; it may use the types of other modules and of the kit. */
  readonly typeDefs?: string;
  /** Types of `nodes` that other subgraphs of a federation may refer to, by `id`. */
  readonly entities?: readonly string[];
  readonly settings?: Settings<Values>;
  /** What it keeps in `Ports.documents`. Indexed, and brought to their version, before any module opens. */
  readonly kinds?: Readonly<Record<string, DocumentKind>>;
  /** What keeps values from going together, in words for the operator: asked before anything opens, with values that each fit alone. */
  settingProblems?(values: Values): readonly string[];
  /**
   * What this module has for all others: called before any module opens, in the order of the composition, with the ports as
   * they are by then. What it answers takes the place of the port of that name.
   */
  provide?(ports: Ports, settings: Values): Promise<Partial<Ports>> | Partial<Ports>;
  open(ports: Ports, settings: Values): Promise<OpenModule> | OpenModule;
}

/**
 * Types a module's settings, and forgets their type afterwards, so that modules of any settings stand in one list.
 *
 * @example
 * export const hello = () => defineModule({
 *   contract: 1,
 *   name: 'hello',
 *   typeDefs: 'extend type Query { hello: String! }',
 *   open: () => ({ resolvers: { Query: { hello: () => 'Hello.' } } }),
 * });
 */
export function defineModule<Values>(module: GatewayModule<Values>): GatewayModule {
  return module as GatewayModule;
}
