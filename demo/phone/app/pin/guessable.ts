/**
 * Whether a PIN is among the first that anybody would try: one digit repeated, digits in a row, or the end of the learner's own phone number.
 * Five tries are all that protects a PIN, so the five likeliest must not be in use.
 */
export function isGuessable(pin: string, phone: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, i) => digit - digits[i]!);
  const even = steps.every((step) => step === steps[0]);
  return (even && Math.abs(steps[0] ?? 0) <= 1) || phone.endsWith(pin);
}
