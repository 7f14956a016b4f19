/** What the operator's page counts, and over which days. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byDay, groupNames, period, tally } from '../../demo/verifier/operator/days.js';
import { courseAndClass } from '../../demo/verifier/operator/table.js';

const statuses = ['verified', 'rejected', 'locked', 'expired', 'unavailable', 'unlocked', 'a status of the future'];
const counts = statuses.map((status, i) => ({ day: 20_000 + (i % 2), status, count: i + 1 }));

test('the groups add up to the total, for each day and for all, whatever statuses there are', () => {
  const days = byDay(counts);
  assert.equal(days.length, 2);
  for (const one of [...days, tally(counts)])
    assert.equal(
      groupNames.reduce((sum, group) => sum + one[group], 0),
      one.total,
    );
  assert.deepEqual(tally(counts), { verified: 1, failed: 2 + 3 + 4, outages: 5, others: 6 + 7, total: 28 });
});

const today = '2026-03-10';
const days = [{ date: '2026-03-04' }, { date: '2026-03-07' }];
for (const [what, search, first, last] of [
  ['the searched period', { from: '2026-02-20', to: '2026-03-08' }, '2026-02-20', '2026-03-08'],
  ['no day after today', { from: '2026-03-01', to: '2026-12-31' }, '2026-03-01', today],
  [
    'from the first attempt where the period has no beginning',
    { from: '', to: '2026-03-08' },
    '2026-03-04',
    '2026-03-08',
  ],
  ['up to today where it has no end', { from: '2026-03-01', to: '' }, '2026-03-01', today],
  ['one day', { from: '2026-03-04', to: '2026-03-04' }, '2026-03-04', '2026-03-04'],
] as const)
  test(`the chart shows ${what}`, () => {
    const found = search.from === search.to ? days.slice(0, 1) : days;
    assert.deepEqual(period(search, found, today), { first, last });
  });

test('attempts of a clock that was ahead are still in the chart', () =>
  assert.deepEqual(period({ from: '', to: '' }, [{ date: '2026-03-04' }, { date: '2026-03-12' }], today), {
    first: '2026-03-04',
    last: '2026-03-12',
  }));

for (const [course, of, shown] of [
  ['OFFICE-SECURITY', 'OFFICE-SECURITY,2026-11', 'OFFICE-SECURITY · 2026-11'],
  ['A1', 'A1_3', 'A1 · 3'],
  ['A1', 'A1', 'A1'],
  ['A1', '2026-3', 'A1 · 2026-3'],
] as const)
  test(`the course ${course} with its class ${of} is ${shown}`, () =>
    assert.equal(courseAndClass({ course, class: of }), shown));
