import { defaultLimits, readConfig, type GatewayConfig } from '@clipgraph/gateway';

/** The configuration of a gateway that is measured: any free port, quiet, no samples, no limit of cost. */
export function benchConfig(dataDir: string, environment: Readonly<Record<string, string>> = {}): GatewayConfig {
  return {
    ...readConfig(environment),
    port: 0,
    dataDir,
    gallery: false,
    logLevel: 'silent',
    limits: { ...defaultLimits, operationCost: 1e9 },
  };
}
