import { isIPv4, isIPv6 } from 'node:net';

/**
 * A client's IP address without what proxies add to it: a port (`192.0.2.1:4711`, `[2001:db8::1]:4711`), a zone
 * (RFC 4007 §11), the form of an IPv4 address in IPv6 (RFC 4291 §2.5.5.2). Unchanged if it is no address.
 */
export function clientAddress(text: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv4(address) || isIPv6(address) ? address : text;
}

/**
 * What is limited together: an IPv4 address, or the /64 of an IPv6 address, which is one customer's network (RFC 6177):
 * its owner has as many addresses as they like.
 */
export function addressGroup(text: string): string {
  const address = clientAddress(text);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address
    .toLowerCase()
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, '0:0')
    .split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
