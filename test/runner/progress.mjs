/** The output of `npm test`: a line for each file as it ends, then failures, the slowest files and the closing line. */

const total = (results, what) => results.reduce((sum, result) => sum + result[what], 0);
const nameOf = ({ file, engine }) => file.replace(/^test\//, '') + (engine ? ` in ${engine}` : '');
const counts = ({ passed, failed, skipped }) =>
  [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean).join(', ');
const indented = (text) => text.trimEnd().replace(/^(?=.)/gm, '    ');

export function printResult(result) {
  const seconds = `${result.seconds.toFixed(1)} s`.padStart(7);
  console.log(`${result.failed ? '✖' : '✔'}${seconds}  ${nameOf(result)}: ${counts(result)}`);
  if (result.output.trim()) console.log(indented(result.output));
  return result;
}

/** `broken`: why a runner did not come to its end. Answers whether all is well. */
export function printSummary(results, seconds, broken) {
  const failures = results.flatMap((result) => result.failures.map((failure) => ({ ...failure, result })));
  if (failures.length > 0) console.log('\nFailures');
  for (const { result, name, error } of failures) console.log(`\n✖ ${nameOf(result)}: ${name}\n${indented(error)}`);
  for (const reason of broken) console.log(`\n✖ ${reason}`);

  if (results.length > 10) {
    console.log(`\nThe slowest ten of ${results.length} files, ${seconds.toFixed(0)} s in all`);
    const slowest = results.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
    for (const result of slowest) console.log(`${result.seconds.toFixed(1).padStart(7)} s  ${nameOf(result)}`);
  }
  const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map((what) => total(results, what));
  // a runner that dies is no pass
  const failing = failed || broken.length;
  console.log(`\n${passed} passed, ${failing} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return failing === 0 && passed > 0;
}
