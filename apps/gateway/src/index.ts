export { ConfigError, defaultLimits, readConfig, type GatewayConfig, type GatewayLimits } from './config.ts';
export { startGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { welcomeText } from './welcome-text.ts';
