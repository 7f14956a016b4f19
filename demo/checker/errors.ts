/** The verifier's reply differs from the contract. */
export class ContractViolation extends Error {
  override name = 'ContractViolation';

  constructor(expected: string, received: unknown) {
    super(`expected ${expected}; received ${summarize(received)}`);
  }
}

/** The settings lack something that the case needs; the message names it. */
export class CaseSkipped extends Error {
  override name = 'CaseSkipped';
}

/** Any value on one line of at most 200 characters. */
export function summarize(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
