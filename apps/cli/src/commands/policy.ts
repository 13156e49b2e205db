import { Command } from 'commander';

import { connect, countFrom, withConnection, type ConnectionOptions } from '../connection.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printLine, say } from '../output.ts';
import { applyPolicy, hashedPolicy, serverPolicy } from '../policies/policy-client.ts';
import { ruleChanges } from '../policies/policy-diff.ts';
import { formatPolicy } from '../policies/policy-file.ts';

const NEWEST_VERSION = 999_999_999;

/** Policies of moderation as YAML files, to be kept in git beside the code. */
export function policyCommand(): Command {
  return new Command('policy')
    .description('keep policies of moderation in YAML files')
    .addCommand(applyCommand())
    .addCommand(diffCommand())
    .addCommand(exportCommand());
}

function applyCommand(): Command {
  return withConnection(new Command('apply'))
    .description('save a file as the next version of its policy; the same content again changes nothing')
    .argument('<file>')
    .option('--activate', 'let moderate use this version from now on')
    .addHelpText('after', '\nExample:\n  clipgraph policy apply marketplace.yaml --activate')
    .action(async (file: string, options: ConnectionOptions & { activate?: true }) => {
      const { name, version, active } = await applyPolicy(connect(options), file, options.activate ?? false);
      printLine(`${printable(name)} version ${version} is ${active ? 'active' : 'saved; --activate lets moderate use it'}`);
    });
}

function diffCommand(): Command {
  return withConnection(new Command('diff'))
    .description('show how a file differs from the active version; ends with 1 when it does')
    .argument('<file>')
    .option('--version-number <n>', 'compare with this version instead', countFrom(1, NEWEST_VERSION))
    .addHelpText('after', '\nExample:\n  clipgraph policy diff marketplace.yaml')
    .action(async (file: string, options: ConnectionOptions & { versionNumber?: number }) => {
      const policy = await hashedPolicy(file);
      const known = await serverPolicy(connect(options), policy.name, options.versionNumber);
      const lines = ruleChanges(known?.rules ?? [], policy.rules);
      if (!known) say('The server has no such policy or version.');
      for (const line of lines) printLine(printable(line));
      if (!known || lines.length > 0) process.exitCode = EXIT.failed;
    });
}

function exportCommand(): Command {
  return withConnection(new Command('export'))
    .description('print a policy of the server as a file')
    .argument('<name>')
    .option('--version-number <n>', 'instead of the active version', countFrom(1, NEWEST_VERSION))
    .addHelpText('after', '\nExample:\n  clipgraph policy export marketplace > marketplace.yaml')
    .action(async (name: string, options: ConnectionOptions & { versionNumber?: number }) => {
      const policy = await serverPolicy(connect(options), name, options.versionNumber);
      if (!policy) throw new CommandError('The server has no such policy or version.', EXIT.failed);
      printLine(formatPolicy({ ...policy, rules: policy.rules.map((rule) => ({ ...rule, examples: [] })) }).trimEnd());
      for (const { name: rule, examples } of policy.rules) {
        if (examples.length > 0)
          say(`${printable(rule)} has ${examples.length} examples, whose pictures the server does not keep; add their files.`);
      }
    });
}
