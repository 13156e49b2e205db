import { resolve } from 'node:path';

import { isSettingError } from '@clipgraph/contracts';
import { MAX_DECODED_BYTES, MAX_ENCODED_BYTES } from '@clipgraph/images';
import { isHttpAddress, readSettings, type Environment } from '@clipgraph/settings-kit';

import { parseApiKeys, type ApiKey } from './api-keys.ts';
import { limitSettings } from './limit-settings.ts';
import { parseOperationCost, STANDARD_OPERATION_COST, withBodyBytes, withOperationCosts } from './operation-cost.ts';

/** What an operator can set of the server itself, checked. What belongs to a plugin or a module is a setting of its own. */
export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  /** Where clients reach the server, without a slash at the end; used in image addresses. Derived when undefined. */
  readonly publicUrl: string | undefined;
  /** Absolute. Holds uploads, the server's secret and what the plugins keep there. */
  readonly dataDir: string;
  /** Most that the vectors of images may take on disk, so that the same file twice costs a hash; 0 for none. */
  readonly vectorCacheBytes: number;
  /** Empty: open, and on loopback only. */
  readonly apiKeys: readonly ApiKey[];
  /** `host` or `host:port` that images may be fetched from although they are private. */
  readonly fetchAllow: readonly string[];
  /** Origins whose pages may call the server from a browser, such as `https://shop.example.com`. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: LogLevel;
  /** Whether the schema can be asked for over GraphQL. */
  readonly introspection: boolean;
  /** Whether the schema is that of an Apollo Federation subgraph too. */
  readonly federation: boolean;
  /** When the server stops: how long it says so and still answers, so that a load balancer can look elsewhere. */
  readonly stopLeadMs: number;
  /** And how long what is under way then may take. */
  readonly stopLimitMs: number;
  readonly limits: GatewayLimits;
}

/** Sizes in bytes, times in milliseconds. */
export interface GatewayLimits {
  readonly imageBytes: number;
  /** Of a GraphQL body, unless its key says otherwise. */
  readonly bodyBytes: number;
  /** For a GraphQL body to arrive. */
  readonly bodyDeadlineMs: number;
  /** Longest between two pieces of any body. */
  readonly bodyStallMs: number;
  /** Of files and bodies in memory, over all requests; more wait. */
  readonly encodedBytes: number;
  /** How long who does not fit waits for room. */
  readonly encodedWaitMs: number;
  /** Of decoded pixels in memory, over all requests; more wait. */
  readonly decodedBytes: number;
  /** For decoding one picture. */
  readonly decodeLimitMs: number;
  /** For one run of a model. */
  readonly runLimitMs: number;
  /** Of copies of pictures on disk, for each tenant. */
  readonly renditionsBytes: number;
  readonly uploadsBytes: number;
  readonly uploadTtlMs: number;
  readonly fetchDeadlineMs: number;
  readonly requestDeadlineMs: number;
  /** Images waiting for the model or in it, over all requests; further ones are OVERLOADED. */
  readonly queuedImages: number;
  /** Points that one operation may cost unless its key says otherwise; docs/prices.md says what costs what. */
  readonly operationCost: number;
  readonly queryDepth: number;
  readonly queryTokens: number;
  readonly queryAliases: number;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Directives of one query. */
export const MAX_DIRECTIVES = 20;

const MIB = 1024 * 1024;

export const defaultLimits: GatewayLimits = {
  imageBytes: 20 * MIB,
  bodyBytes: MIB,
  bodyDeadlineMs: 30_000,
  bodyStallMs: 10_000,
  encodedBytes: MAX_ENCODED_BYTES,
  encodedWaitMs: 10_000,
  decodedBytes: MAX_DECODED_BYTES,
  decodeLimitMs: 10_000,
  runLimitMs: 20_000,
  renditionsBytes: 256 * MIB,
  uploadsBytes: 1024 * MIB,
  uploadTtlMs: 60 * 60 * 1000,
  fetchDeadlineMs: 15_000,
  requestDeadlineMs: 60_000,
  queuedImages: 1024,
  operationCost: STANDARD_OPERATION_COST,
  queryDepth: 12,
  queryTokens: 10_000,
  queryAliases: 30,
};

/** What the server itself reads; what the command line reads stands here too, so that it is not taken for a misspelt setting. */
const NAMES: readonly string[] = [
  'CLIPGRAPH_HOST',
  'CLIPGRAPH_PORT',
  'CLIPGRAPH_PUBLIC_URL',
  'CLIPGRAPH_DATA_DIR',
  'CLIPGRAPH_VECTOR_CACHE_MB',
  'CLIPGRAPH_API_KEYS',
  'CLIPGRAPH_OPERATION_COST',
  'CLIPGRAPH_OPERATION_COST_BY_KEY',
  'CLIPGRAPH_BODY_KB_BY_KEY',
  ...Object.values(limitSettings).map(({ env }) => env),
  'CLIPGRAPH_FETCH_ALLOW',
  'CLIPGRAPH_CORS_ORIGINS',
  'CLIPGRAPH_LOG_LEVEL',
  'CLIPGRAPH_INTROSPECTION',
  'CLIPGRAPH_FEDERATION',
  'CLIPGRAPH_STOP_LEAD_MS',
  'CLIPGRAPH_STOP_LIMIT_MS',
  // Read by the command line.
  'CLIPGRAPH_URL',
  'CLIPGRAPH_API_KEY',
];

/** A setting that cannot be used; the message says which and why. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Misspelt names: what begins like a setting and is none, neither of the server nor one of these. */
export function unknownSettings(env: Environment, others: readonly string[]): readonly string[] {
  const names = new Set([...NAMES, ...others]);
  const clipgraphs = [...names].filter((name) => name.startsWith('CLIPGRAPH_')).toSorted();
  const unknown = Object.keys(env).filter((name) => name.startsWith('CLIPGRAPH_') && !names.has(name));
  if (unknown.length === 0) return [];
  return [...unknown.map((name) => `${name} is not a setting.`), `There are these: ${clipgraphs.join(', ')}.`];
}

/** Reads the server's own settings from the environment; adds what is wrong to the problems. */
export function readConfig(env: Environment, problems: string[]): GatewayConfig {
  const text = (name: string, standard: string): string => env[name]?.trim() || standard;
  const list = (name: string, standard = ''): string[] =>
    text(name, standard)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const flag = (name: string, standard: boolean): boolean => {
    const value = text(name, standard ? 'on' : 'off').toLowerCase();
    if (!['on', 'off', 'true', 'false', '1', '0'].includes(value)) problems.push(`${name} must be on or off.`);
    return ['on', 'true', '1'].includes(value);
  };
  const milliseconds = (name: string, standard: number): number => {
    const value = Number(text(name, String(standard)));
    if (!Number.isInteger(value) || value < 0 || value > 600_000)
      problems.push(`${name} must be a whole number of milliseconds, at most 600000.`);
    return value;
  };

  const host = text('CLIPGRAPH_HOST', '127.0.0.1');
  const port = Number(text('CLIPGRAPH_PORT', '4000'));
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('CLIPGRAPH_PORT must be a whole number from 0 to 65535.');
  const keys = withOperationCosts(parseApiKeys(list('CLIPGRAPH_API_KEYS'), problems), list('CLIPGRAPH_OPERATION_COST_BY_KEY'), problems);
  const apiKeys = withBodyBytes(keys, list('CLIPGRAPH_BODY_KB_BY_KEY'), problems);
  const operationCost = parseOperationCost(text('CLIPGRAPH_OPERATION_COST', String(STANDARD_OPERATION_COST)), problems);
  if (!isLoopback(host) && apiKeys.length === 0) {
    problems.push(`CLIPGRAPH_HOST is ${host}, which others can reach, but CLIPGRAPH_API_KEYS is empty. Set at least one key.`);
  }
  const publicUrl = env['CLIPGRAPH_PUBLIC_URL']?.trim().replace(/\/+$/, '') || undefined;
  if (publicUrl !== undefined && !isHttpAddress(publicUrl)) {
    problems.push('CLIPGRAPH_PUBLIC_URL must be an absolute http or https address.');
  }
  const cacheMb = Number(text('CLIPGRAPH_VECTOR_CACHE_MB', '256'));
  if (!Number.isInteger(cacheMb) || cacheMb < 0 || cacheMb > 1_000_000) {
    problems.push('CLIPGRAPH_VECTOR_CACHE_MB must be a whole number of megabytes, or 0 for no cache.');
  }
  const logLevel = text('CLIPGRAPH_LOG_LEVEL', 'info') as LogLevel;
  if (!LOG_LEVELS.includes(logLevel)) problems.push(`CLIPGRAPH_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  const corsOrigins = list('CLIPGRAPH_CORS_ORIGINS');
  for (const origin of corsOrigins) {
    if (URL.parse(origin)?.origin !== origin)
      problems.push(`CLIPGRAPH_CORS_ORIGINS holds ${origin}; an origin looks like https://shop.example.com.`);
  }
  const introspection = flag('CLIPGRAPH_INTROSPECTION', env['NODE_ENV'] !== 'production');
  const federation = flag('CLIPGRAPH_FEDERATION', false);
  return {
    host,
    port,
    publicUrl,
    dataDir: resolve(text('CLIPGRAPH_DATA_DIR', './data')),
    vectorCacheBytes: cacheMb * MIB,
    apiKeys,
    fetchAllow: list('CLIPGRAPH_FETCH_ALLOW'),
    corsOrigins,
    logLevel,
    introspection,
    federation,
    stopLeadMs: milliseconds('CLIPGRAPH_STOP_LEAD_MS', 0),
    stopLimitMs: milliseconds('CLIPGRAPH_STOP_LIMIT_MS', 10_000),
    limits: { ...defaultLimits, ...memoryLimits(env, problems), operationCost },
  };
}

/** What {@link limitSettings} sets. */
function memoryLimits(env: Environment, problems: string[]): Partial<GatewayLimits> {
  try {
    const { bodyKb, encodedMb, decodedMb, decodeLimitMs, runLimitMs, renditionsMb } = readSettings(limitSettings, env);
    return {
      bodyBytes: bodyKb * 1024,
      encodedBytes: encodedMb * MIB,
      decodedBytes: decodedMb * MIB,
      renditionsBytes: renditionsMb * MIB,
      decodeLimitMs,
      runLimitMs,
    };
  } catch (error) {
    if (!isSettingError(error)) throw error;
    problems.push(error.message);
    return {};
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
