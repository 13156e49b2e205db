import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Answers for the host itself on Azure, though its range is a public one. */
const AZURE_PLATFORM = '168.63.129.16';

/**
 * Whether an IP address belongs to the public internet. Everything private, local, shared, reserved, multicast,
 * or that carries an IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, Teredo, ISATAP) does not.
 */
export function isPublicAddress(address: string): boolean {
  // ipaddr.js also reads short forms such as `1.2.3`.
  if (!isIP(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv4') return parsed.toString() !== AZURE_PLATFORM;
  const { parts } = parsed as ipaddr.IPv6;
  // Only 2000::/3 is given out; ipaddr.js calls the rest "unicast" too.
  const isGlobal = parts[0]! >> 13 === 1;
  const isIsatap = (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;
  return isGlobal && !isIsatap;
}
