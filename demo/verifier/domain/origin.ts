/**
 * An origin as browsers write it (RFC 6454 §6.2), or `undefined` for anything else. A wildcard is no origin: no browser
 * sends one, and whoever registers it expects more than a comparison.
 */
export function asOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && origin === text && !text.includes('*') ? origin : undefined;
}
