export type { RequestContext } from '@clipgraph/contracts';
