import type { Example, RecommendStrategy } from '@clipgraph/client';
import { Command, Option } from 'commander';

import { connect, withConnection, type ConnectionOptions } from '../connection.ts';
import { usageError } from '../exit-codes.ts';
import { firstHits, printHits, withHitOptions, type HitOptions } from '../hits.ts';

const STRATEGIES = { average: 'AVERAGE', best: 'BEST_SCORE', sum: 'SUM_SCORES' } as const satisfies Record<string, RecommendStrategy>;

interface RecommendOptions extends ConnectionOptions, HitOptions {
  like: string[];
  unlike: string[];
  strategy: keyof typeof STRATEGIES;
}

export function recommendCommand(): Command {
  return withHitOptions(withConnection(new Command('recommend')))
    .description('recommend assets of a collection that are like some and unlike others')
    .argument('<collection>', 'name of the collection')
    .option('--like <keys...>', 'keys of assets that are liked', [])
    .option('--unlike <keys...>', 'keys of assets that are not', [])
    .addOption(new Option('--strategy <name>', 'how the examples count').choices(Object.keys(STRATEGIES)).default('average'))
    .addHelpText(
      'after',
      `
Examples:
  clipgraph recommend photos --like boat.jpg harbour.jpg
  clipgraph recommend photos --like boat.jpg --unlike car.jpg --strategy best --limit 3`,
    )
    .action(async (collection: string, options: RecommendOptions) => {
      const [like, unlike] = [options.like, options.unlike].map((keys) => keys.map((key) => ({ key }))) as [Example[], Example[]];
      if (like.length + unlike.length === 0) throw usageError('Give --like or --unlike: what shall it be like?');
      const { strategy, filter, limit } = options;
      const client = connect(options);
      const args = { collection, like, unlike, strategy: STRATEGIES[strategy], ...(filter && { filter }) };
      printHits(await firstHits((first) => client.recommendPages({ ...args, first }), limit), options);
    });
}
