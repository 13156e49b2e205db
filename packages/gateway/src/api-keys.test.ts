import { describe, expect, it } from 'vitest';

import { parseApiKeys, type ApiKey } from './api-keys.ts';

function parsed(...entries: string[]): { keys: ApiKey[]; problems: string[] } {
  const problems: string[] = [];
  return { keys: parseApiKeys(entries, problems), problems };
}

describe('parseApiKeys', () => {
  it('reads keys alone, with a name, and with a name and a tenant', () => {
    expect(parsed('key-0123456789abc', 'shop:key-1123456789abc', 'Mod_1@acme:key-2:23456789abc')).toEqual({
      keys: [
        { key: 'key-0123456789abc' },
        { key: 'key-1123456789abc', name: 'shop' },
        { key: 'key-2:23456789abc', name: 'Mod_1', tenant: 'acme' },
      ],
      problems: [],
    });
  });

  it('lets two keys share a name, as while one replaces the other', () => {
    expect(parsed('shop@acme:key-0123456789abc', 'shop@acme:key-1123456789abc').problems).toEqual([]);
  });

  it('refuses a short key, and a key twice, also for two tenants', () => {
    expect(parsed('shop:secret').problems).toEqual([expect.stringMatching(/^Entry 1 .*16 characters/)]);
    expect(parsed('a@one:key-0123456789abc', 'b@two:key-0123456789abc').problems).toEqual([expect.stringMatching(/^Entry 2 .*same key/)]);
  });

  it('refuses a tenant that cannot be a folder, and names no key', () => {
    for (const tenant of ['..', 'Acme', 'a/b', '', 'a'.repeat(33), '-a', 'a.b']) {
      const { problems } = parsed(`shop@${tenant}:key-0123456789abc`);
      expect(problems).toEqual([expect.stringMatching(/^Entry 1 .*tenant/)]);
      expect(problems[0]).not.toContain('0123456789');
    }
    expect(parsed('my shop@acme:key-0123456789abc').problems).toEqual([expect.stringMatching(/^Entry 1 .*the name is not/)]);
  });
});
