import type { CodeResult } from '../authority.js';

const unavailable = (seconds: number) => ({ found: 'unavailable', retryIn: seconds }) as const;

/** The check result for an answer code of `otp_accredit`; an unknown or missing one is an outage. */
export function resultOf(answer: string | undefined): CodeResult {
  if (answer === undefined) return unavailable(30);
  return { upstream: answer, ...meaning(answer) };
}

function meaning(answer: string): CodeResult {
  switch (answer) {
    case '200':
      return { found: 'match' };
    case 'AP001':
      return { found: 'wrong-code' };
    case 'AP002': // the name is blank
    case 'AP003': // the phone number is blank
    case 'AP005': // not registered, or under another name or number
    case 'WE004': // the name is malformed
      return { found: 'mismatch' };
    case 'AP009':
      return { found: 'locked' };
    case 'WE005': // too many requests
      return unavailable(60);
    default:
      return unavailable(30);
  }
}
