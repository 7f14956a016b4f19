import type { Learner } from 'mo-otp-gate/contract';
import { z } from 'zod';

/** Four made-up learners to log in as. */
export const learners: readonly Learner[] = [
  { ref: 'learner-1', name: '홍길동', phone: '010-0000-1001' },
  { ref: 'learner-2', name: '김하늘', phone: '010-0000-1002' },
  { ref: 'learner-3', name: '이서준', phone: '010-0000-1003' },
  { ref: 'learner-4', name: '박지우', phone: '010-0000-1004' },
];

/** Somebody's own name and phone number, as typed into a form: any spaces and hyphens, full-width digits too. */
export const OwnEntry = z.object({
  name: z.string().transform((name) => name.normalize('NFC').trim().replace(/\s+/g, ' ')).pipe(z.string().min(2).max(50)),
  phone: z.string().transform((phone) => phone.normalize('NFKC').replace(/[^\d]/g, '')).pipe(z.string().regex(/^01[016-9]\d{7,8}$/).transform(hyphenated)),
});

function hyphenated(digits: string): string {
  return `${digits.slice(0, 3)}-${digits.slice(3, -4)}-${digits.slice(-4)}`;
}
