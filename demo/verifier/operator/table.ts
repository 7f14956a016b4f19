import type { Entry } from '../evidence/evidence.js';
import { koreanTime } from '../domain/korean-time.js';
import { groupOf } from './days.js';
import type { Words } from './korean.js';
import { fill, named } from './words.js';

/** A course and its class; class codes often begin with the course's, which is not said twice. */
export const courseAndClass = ({ course, class: of }: Pick<Entry, 'course' | 'class'>): string => {
  const rest = of.startsWith(course) ? of.slice(course.length).replace(/^[\s,_:/-]+/, '') : of;
  return rest === '' ? course : `${course} · ${rest}`;
};

/** An entry as the text of its table row. */
export const asRow = (
  words: Words,
  { at, ref, course, class: of, kind, number, method, status, reason, upstream, attemptNumber, ip }: Entry,
) => ({
  time: koreanTime(at),
  learner: ref,
  course: courseAndClass({ course, class: of }),
  checkpoint: fill(named(words.kind, kind), { number: number ?? '' }),
  verificationMethod: named(words.method, method),
  group: groupOf(status),
  result: [named(words.status, status), ...(reason === null ? [] : [named(words.reason, reason)])].join(': '),
  answer: upstream ?? '',
  try: attemptNumber,
  ip,
});
