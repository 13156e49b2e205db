import type { Gateway } from '@clipgraph/gateway';
import { Command } from 'commander';

import { CommandError, EXIT } from '../exit-codes.ts';
import { printLine } from '../output.ts';

interface ServeOptions {
  host?: string;
  port?: string;
  dataDir?: string;
  model?: string;
  config?: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('start the server here')
    .option('--host <host>', 'address to listen at (CLIPGRAPH_HOST)')
    .option('--port <n>', 'port to listen at (CLIPGRAPH_PORT)')
    .option('--data-dir <folder>', 'where collections are kept (CLIPGRAPH_DATA_DIR)')
    .option('--model <names>', 'mini, or an installed model; several with commas, the first is the default (CLIPGRAPH_MODEL)')
    .option('--config <file>', 'the composition; default: clipgraph.config.ts, .js or .mjs in this folder, else the built-in one')
    .addHelpText('after', '\nEvery other setting is an environment variable; see the README.\n\nExample:\n  clipgraph serve --port 4001')
    .action(serve);
}

async function serve({ host, port, dataDir, model, config }: ServeOptions): Promise<void> {
  // Here and not above: the other commands need not load a model runtime.
  const { closeOnSignal, serve: serveFolder, welcomeText } = await import('@clipgraph/server');
  const given = { CLIPGRAPH_HOST: host, CLIPGRAPH_PORT: port, CLIPGRAPH_DATA_DIR: dataDir, CLIPGRAPH_MODEL: model };
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  let gateway: Gateway;
  try {
    gateway = await serveFolder({ folder: process.cwd(), configFile: config, env: { ...process.env, ...settings } });
  } catch (error) {
    throw isConfigError(error) ? new CommandError(`cannot start:\n${error.message}`, EXIT.usage) : error;
  }
  printLine(welcomeText(gateway));
  closeOnSignal(gateway, printLine);
}

function isConfigError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ConfigError';
}
