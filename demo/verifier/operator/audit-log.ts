import { stringify } from 'csv-stringify/sync';
import { koreanTime } from '../domain/korean-time.js';
import type { Operators } from '../store/operators.js';
import { fingerprint } from '../crypto/secrets.js';

const columns = {
  time: '시각(한국)',
  name: '운영자',
  secret: '비밀키',
  ip: 'IP',
  action: '한 일',
  learner: '학습자',
  course: '과정',
  from: '시작일',
  to: '종료일',
};

/** The audit log of a site's evidence as CSV; an empty cell means all. */
export const auditLogAsCsv = (entries: Awaited<ReturnType<Operators['auditLog']>>): string =>
  stringify(
    entries.map(({ at, operator, ...entry }) => ({ ...entry, time: koreanTime(at), secret: fingerprint(operator) })),
    { bom: true, header: true, columns, escape_formulas: true, record_delimiter: 'windows' },
  );
