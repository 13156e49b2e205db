import { isPluginError } from '@clipgraph/contracts';
import type { Gateway } from '@clipgraph/gateway';
import { Command } from 'commander';

import { CommandError, EXIT } from '../exit-codes.ts';
import { howStarted } from '../how-started.ts';
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
  const { command } = howStarted(process.env);
  const options = [
    { option: '--host', env: 'CLIPGRAPH_HOST', value: host },
    { option: '--port', env: 'CLIPGRAPH_PORT', value: port },
    { option: '--data-dir', env: 'CLIPGRAPH_DATA_DIR', value: dataDir },
    { option: '--model', env: 'CLIPGRAPH_MODEL', value: model },
  ].filter(({ value }) => value !== undefined);
  const settings = Object.fromEntries(options.map(({ env, value }) => [env, value]));
  let gateway: Gateway;
  try {
    gateway = await serveFolder({ folder: process.cwd(), configFile: config, env: { ...process.env, ...settings } });
  } catch (error) {
    if (!isConfigError(error) && !isPluginError(error)) throw error;
    // What was given as an option is told of as one; a command in the advice is written as it can be typed here.
    const lines = error.message.split('\n').map((line) => (line.startsWith('There are these:') ? line : inOptions(line, options)));
    const said = lines.join('\n').replaceAll(/(?<=: )clipgraph (?=models )/g, `${command} `);
    throw new CommandError(`cannot start:\n${said}`, EXIT.usage);
  }
  printLine(welcomeText(gateway, command));
  closeOnSignal(gateway, printLine);
}

function inOptions(line: string, options: readonly { readonly option: string; readonly env: string }[]): string {
  return options.reduce((text, { option, env }) => text.replaceAll(new RegExp(`\\b${env}\\b`, 'g'), option), line);
}

function isConfigError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ConfigError';
}
