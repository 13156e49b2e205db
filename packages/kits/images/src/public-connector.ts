import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { type HostPolicy, refused } from './host-policy.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Opens sockets to public addresses only, unless the policy lets the host be private. Checked are the address in
 * the URL, which no DNS hook sees; every answer of DNS, at the moment it is used, so that a second answer cannot
 * differ; and the address of the socket itself.
 */
export function publicConnector(policy: HostPolicy, connectTimeoutMs: number): buildConnector.connector {
  const settings = { allowH2: false, timeout: connectTimeoutMs };
  const connectAnywhere = buildConnector(settings);
  const connectPublic = buildConnector({ ...settings, lookup: publicLookup });

  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (policy.mayBePrivate(options.hostname, port)) return connectAnywhere(options, callback);
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !isPublicAddress(literal)) return callback(notPublic(), null);
    return connectPublic(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (isPublicAddress(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      return callback(notPublic(), null);
    });
  };
}

/** If one address is not public, all are refused: honest names do not mix them. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(notPublic(), '');
    const [first] = addresses as [LookupAddress];
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

function notPublic(): Error {
  return refused('The host of the image is not on the public internet.');
}
