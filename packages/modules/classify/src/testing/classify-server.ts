import { embed } from '@clipgraph/module-embed';
import { moduleServer, type ModuleServer, type ModuleServerOptions } from '@clipgraph/module-testing';

import { classify } from '../classify-module.ts';

/** The module in a gateway, with what it needs beside it. */
export function classifyServer(options: Partial<ModuleServerOptions> = {}): Promise<ModuleServer> {
  return moduleServer({ modules: [embed(), classify()], ...options });
}
