import { CONTRACT, type GatewayModule, type Setting } from '@clipgraph/contracts';
import { composedTypeDefs } from '@clipgraph/module-kit';
import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { moduleServer } from './module-server.ts';
import { undescribedParts } from './undescribed-parts.ts';

export interface TestModuleOptions {
  /** Modules whose types it uses; they stand before it. */
  readonly beside?: () => readonly GatewayModule[];
  readonly env?: Readonly<Record<string, string>>;
}

const KEYS = { own: {}, tenant: { tenant: 'acme' } };

/**
 * What every module must do, as tests over a real gateway. What it is for needs tests of its own: `moduleServer` starts it
 * for them.
 *
 * @example
 * testModule('hello', hello);
 */
export function testModule(name: string, make: () => GatewayModule, { beside = () => [], env = {} }: TestModuleOptions = {}): void {
  describe(`${name} keeps the contract of a module`, () => {
    it('says its contract, and a name in kebab-case', () => {
      const module = make();
      expect(module.contract).toBe(CONTRACT);
      expect(module.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    });

    it('is a value: making it twice gives two that know nothing of each other', () => {
      expect(make()).not.toBe(make());
      expect(make().name).toBe(make().name);
    });

    it('says of each setting what it does, and takes an environment without it', async () => {
      for (const { env: variable, about, schema } of Object.values((make().settings ?? {}) as Record<string, Setting<unknown>>)) {
        expect(variable).toMatch(/^[A-Z][A-Z0-9_]*$/);
        expect(about, variable).not.toBe('');
        const result = schema['~standard'].validate(undefined);
        expect(result, `${variable} is read at once`).not.toBeInstanceOf(Promise);
        expect((await result).issues, variable).toBeUndefined();
      }
    });

    it('describes each type, field, argument and value of its schema', () => {
      const before = new Set(undescribedParts(schemaOf(beside())));
      expect(undescribedParts(schemaOf([...beside(), make()])).filter((part) => !before.has(part))).toEqual([]);
    });

    it('opens for each tenant, answers, and opens again over what it left', async () => {
      await using server = await moduleServer({ modules: [...beside(), make()], env, keys: KEYS });
      for (const keyName of Object.keys(KEYS))
        expect(await server.ask('{ __typename }', {}, { keyName })).toMatchObject({ status: 200, data: { __typename: 'Query' } });
      await server.restart();
      expect((await server.fetch('/readyz')).status).toBe(200);
    });

    it('stands in a gateway once', async () => {
      const twice = moduleServer({ modules: [...beside(), make(), make()], env });
      await expect(twice).rejects.toThrow(`Two modules have the name ${make().name}.`);
    });
  });
}

function schemaOf(modules: readonly GatewayModule[]): GraphQLSchema {
  return buildASTSchema(parse(composedTypeDefs(modules)));
}
