import type { Learner } from 'mo-otp-gate/contract';
import { z } from 'zod';
import { hyphenated, mobileNumber } from '../identity/mobile-number.js';

/** Four invented learners. */
export const learners: readonly Learner[] = [
  { ref: 'learner-1', name: '홍길동', phone: '010-0000-1001', birthDate: '1990-01-01' },
  { ref: 'learner-2', name: '김하늘', phone: '010-0000-1002', birthDate: '1985-03-15' },
  { ref: 'learner-3', name: '이서준', phone: '010-0000-1003', birthDate: '1978-11-30' },
  { ref: 'learner-4', name: '박지우', phone: '010-0000-1004', birthDate: '2001-07-07' },
];

const digits = z.string().transform((text) => text.normalize('NFKC').replace(/[^\d]/g, ''));

/** A guest's name, phone number and optional birth date as typed: with any spaces and hyphens, or full-width digits. */
export const GuestEntry = z.object({
  // neither control characters nor unassigned code points
  name: z
    .string()
    .transform((name) => name.normalize('NFC').trim().replace(/\s+/g, ' '))
    .pipe(
      z
        .string()
        .min(2)
        .max(50)
        .regex(/^[^\p{C}]+$/u),
    ),
  phone: z.string().transform((typed, { addIssue }) => {
    const number = mobileNumber(typed);
    if (number === undefined) addIssue('must be a mobile number');
    return hyphenated(number ?? '');
  }),
  birthDate: digits
    .transform((typed) => (typed === '' ? undefined : typed.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')))
    .pipe(z.iso.date().optional())
    .optional(),
});

export type GuestEntry = z.infer<typeof GuestEntry>;
