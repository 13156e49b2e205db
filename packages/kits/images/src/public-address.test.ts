import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

describe('isPublicAddress', () => {
  test.each(['1.1.1.1', '93.184.215.14', '172.15.255.255', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    'is true of %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    ['this network', '0.0.0.0', '0.1.2.3'],
    ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ['shared (CGNAT)', '100.64.0.1', '100.100.100.200'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['link-local and metadata', '169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
    ['the platform of Azure', '168.63.129.16'],
    ['protocol assignments', '192.0.0.192', '192.0.0.1'],
    ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
    ['benchmarks', '198.18.0.1', '2001:2::1'],
    ['multicast and reserved', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1'],
    ['unspecified', '::'],
    ['unique local and site-local', 'fc00::1', 'fd12:3456::1', 'fec0::1'],
    ['IPv4-mapped, even of a public address', '::ffff:127.0.0.1', '::ffff:1.1.1.1', '::ffff:0:127.0.0.1'],
    ['IPv4-compatible', '::127.0.0.1', '::1.1.1.1'],
    ['NAT64', '64:ff9b::7f00:1', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['ISATAP', '2606:4700::5efe:7f00:1', '2606:4700::200:5efe:a00:1'],
    ['outside what is given out', '4000::1', '1::1', 'e000::1'],
    ['no address', '', 'localhost', '1.2.3', '999.1.1.1', 'fe80::1%'],
  ])('is false of %s', (_, ...addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });

  test('never lets an IPv6 address through that ends in a private IPv4 one after zeros', () => {
    fc.assert(
      fc.property(fc.constantFrom('::', '::ffff:', '64:ff9b::', '::ffff:0:'), fc.ipV4(), (prefix, ipv4) => {
        expect(isPublicAddress(prefix + ipv4)).toBe(false);
      }),
    );
  });

  test('answers for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV6(), fc.ipV4Extended()), (text) => {
        expect(isPublicAddress(text)).toBeTypeOf('boolean');
      }),
    );
  });
});
