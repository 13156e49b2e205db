export * from './background.ts';
export * from './class-heads.ts';
export * from './label-class.ts';
export * from './probability.ts';
export * from './single-flight.ts';
