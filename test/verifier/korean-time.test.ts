import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayText, koreanDayNumber, koreanMidnight, koreanTime } from '../../demo/verifier/domain/korean-time.js';

/** An independent reference: Node's own calendar. */
const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'medium' });
const times = fc.integer({ min: Date.parse('1990-01-01T00:00:00Z'), max: Date.parse('2100-01-01T00:00:00Z') });

test('times are written in Korean local time', () => {
  assert.equal(koreanTime(Date.parse('2026-03-02T03:00:10.999Z')), '2026-03-02 12:00:10');
  fc.assert(fc.property(times, (at) => assert.equal(koreanTime(at), calendar.format(at))));
});

test('days begin at midnight in Korea', () => {
  assert.equal(koreanMidnight('2026-03-02'), Date.parse('2026-03-01T15:00:00Z'));
  fc.assert(
    fc.property(times, (at) => {
      const day = dayText(koreanDayNumber(at));
      assert.equal(day, calendar.format(at).slice(0, 10));
      assert.ok(koreanMidnight(day) <= at && at < koreanMidnight(day) + 86_400_000);
    }),
  );
});
