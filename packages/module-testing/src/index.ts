export { moduleServer, type ModuleAnswer, type ModuleServer, type ModuleServerOptions } from './module-server.ts';
export { testModule, type TestModuleOptions } from './test-module.ts';
