export * from './calibration.ts';
export * from './evaluation.ts';
export * from './folds.ts';
export * from './lbfgs.ts';
export * from './logistic.ts';
export * from './train.ts';
export * from './trainer.ts';
