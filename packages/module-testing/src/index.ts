export { leavingCaller, type LeavingCaller } from './leaving-caller.ts';
export { plainAnswer, type ModuleAnswer, type ModuleError, type PlainAnswer } from './module-answer.ts';
export { moduleServer, type ModuleServer, type ModuleServerAsk, type ModuleServerKey, type ModuleServerOptions } from './module-server.ts';
export { testModule, type TestModuleOptions } from './test-module.ts';
export { undescribedParts } from './undescribed-parts.ts';
