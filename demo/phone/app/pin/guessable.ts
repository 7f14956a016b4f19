/**
 * Whether a PIN is among the likeliest: one digit repeated, consecutive digits, or the end of the learner's phone
 * number. A PIN is protected by five tries only, so the likeliest ones are refused.
 */
export function isGuessable(pin: string, phone: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, i) => digit - digits[i]!);
  const even = steps.every((step) => step === steps[0]);
  return (even && Math.abs(steps[0] ?? 0) <= 1) || phone.endsWith(pin);
}
