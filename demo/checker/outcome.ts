/** The verifier did something else than the contract says. */
export class Unmet extends Error {
  override name = 'Unmet';

  constructor(expected: string, came: unknown) {
    super(`expected ${expected}; came ${show(came)}`);
  }
}

/** The settings give a case nothing to work with; the message says what it needs. */
export class NotTried extends Error {
  override name = 'NotTried';
}

/** Any value on one short line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
