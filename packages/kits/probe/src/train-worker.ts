// Started as .ts (tests) and as .js (built): imports are relative only.
import { parentPort, workerData } from 'node:worker_threads';

import type { ProbeProblem } from './logistic.ts';
import { trainProbe } from './train.ts';

parentPort!.postMessage(trainProbe(workerData as ProbeProblem));
