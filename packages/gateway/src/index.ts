export { isTenantName } from './api-keys.ts';
export { closeOnSignal } from './close-on-signal.ts';
export { defineGateway, type GatewayComposition, type GatewayDefinition } from './composition.ts';
export { ConfigError, defaultLimits, isLoopback, readConfig, type GatewayConfig, type GatewayLimits } from './config.ts';
export { startGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { loadComposition } from './load-composition.ts';
export { readSettings, type ReadSettings, type SettingSources } from './read-settings.ts';
export type { SettingValues } from './setting-values.ts';
export { tenantFolder } from './tenant-folder.ts';
