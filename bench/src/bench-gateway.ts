import { defaultLimits, type GatewayOptions } from '@clipgraph/gateway';
import { defaultGateway } from '@clipgraph/server';

/** The options of a gateway that is measured: any free port, quiet, no samples, no limit of cost. */
export function benchGateway(dataDir: string, environment: Readonly<Record<string, string>> = {}): GatewayOptions {
  return {
    composition: defaultGateway,
    env: { ...environment, CLIPGRAPH_GALLERY: 'off' },
    config: { port: 0, dataDir, logLevel: 'silent', limits: { ...defaultLimits, operationCost: 1e9 } },
  };
}
