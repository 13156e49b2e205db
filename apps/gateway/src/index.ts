export { isTenantName } from './api-keys.ts';
export { closeOnSignal } from './close-on-signal.ts';
export { ConfigError, defaultLimits, readConfig, type GatewayConfig, type GatewayLimits } from './config.ts';
export { startGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { tenantConfig, type TenantConfig } from './tenant-config.ts';
export { welcomeText } from './welcome-text.ts';
