import { invalidInput, type PluginError } from '@clipgraph/contracts';

export interface HostPolicyOptions {
  /** `host` or `host:port` that may be private; the port is then allowed as well. An IPv6 address with a port stands in brackets. */
  readonly allowHosts?: readonly string[] | undefined;
  /** Besides 80 and 443. */
  readonly allowPorts?: readonly number[] | undefined;
}

/** Which URLs may be fetched, as far as a URL alone tells. */
export interface HostPolicy {
  /** The URL, if it may be tried. Errors: FETCH_REFUSED. */
  checked(url: string, base?: URL): URL;
  /** Whether the host may have a private address. */
  mayBePrivate(hostname: string, port: number): boolean;
}

export function hostPolicy({ allowHosts = [], allowPorts = [] }: HostPolicyOptions): HostPolicy {
  const hosts = allowHosts.map(hostEntry);
  const ports = new Set([80, 443, ...allowPorts]);
  const isAllowed = (hostname: string, port: number): boolean =>
    hosts.some((entry) => entry.hostname === hostname && (entry.port === undefined ? ports.has(port) : entry.port === port));

  return {
    checked(text, base) {
      const url = URL.parse(text, base?.href);
      if (!url) throw refused('The URL of the image cannot be read.');
      if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused('The URL of the image is not http or https.');
      if (url.username || url.password) throw refused('The URL of the image holds a user name or password.');
      const port = portOf(url);
      if (!ports.has(port) && !isAllowed(url.hostname, port)) throw refused('The URL of the image has a port that is not allowed.');
      return url;
    },
    mayBePrivate: (hostname, port) => isAllowed(normalHost(hostname), port),
  };
}

/** Not a word of the address: the answer must not help to map a private network. */
export function refused(message: string): PluginError {
  return invalidInput('FETCH_REFUSED', message);
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function hostEntry(entry: string): { readonly hostname: string; readonly port: number | undefined } {
  const [, host = entry, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  return { hostname: normalHost(host), port: port === undefined ? undefined : Number(port) };
}

/** As URLs have it: lower case, IPv6 in brackets and shortened. */
function normalHost(host: string): string {
  const url = URL.parse(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}/`);
  if (!url?.hostname) throw new TypeError('An allowed host must be a host name or address, with or without a port.');
  return url.hostname;
}
