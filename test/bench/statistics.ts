/** Means of paired rounds with their 95 % intervals. */
export interface Estimate {
  mean: number;
  /** Half the width of the interval. */
  within: number;
}

export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, within: n > 1 ? studentT(n - 1) * Math.sqrt(variance / n) : Infinity };
}

/**
 * The 97.5th percentile of Student's t (Cornish and Fisher's expansion: three digits from four degrees of freedom on).
 */
const studentT = (degrees: number) => 1.96 + 2.372 / degrees + 2.823 / degrees ** 2 + 2.556 / degrees ** 3;

export type Verdict = 'met' | 'missed' | 'undecided';

/**
 * Compares paired rounds: `met` if ours is at most `factor` times theirs, `undecided` if the interval allows both
 * answers.
 */
export function compare(
  ours: readonly number[],
  theirs: readonly number[],
  factor: number,
): { ratio: number; verdict: Verdict } {
  const { mean, within } = estimate(ours.map((value, round) => value - factor * theirs[round]!));
  return {
    ratio: estimate(ours).mean / estimate(theirs).mean,
    verdict: mean + within <= 0 ? 'met' : mean - within > 0 ? 'missed' : 'undecided',
  };
}
