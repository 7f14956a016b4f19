import { z } from 'zod';
import type { Carrier } from '../../domain/switches.js';
import { mobileNumber } from '../../../identity/mobile-number.js';

const name = z.string().trim().min(1, '이름을 입력해 주세요.').max(100);
const birthDate = z
  .string()
  .transform((text) => text.replace(/\D/g, ''))
  .pipe(z.string().regex(/^(19|20)\d{6}$/, '생년월일 8자리를 입력해 주세요. 예: 19900101'));

/** The carriers as the form names them. */
export const carrierOf = {
  SKT: 'skt',
  KT: 'kt',
  'LG U+': 'lgu',
  'SKT 알뜰폰': 'skt-mvno',
  'KT 알뜰폰': 'kt-mvno',
  'LG U+ 알뜰폰': 'lgu-mvno',
} satisfies Record<string, Carrier>;

/** The form of a phone check. */
export const ByPhone = z.object({
  carrier: z.enum(Object.keys(carrierOf) as (keyof typeof carrierOf)[], '통신사를 골라 주세요.'),
  name,
  birthDate,
  phone: z.string().transform((typed, { addIssue }) => {
    const number = mobileNumber(typed);
    if (number === undefined) addIssue('휴대폰 번호를 입력해 주세요. 예: 010-0000-1234');
    return number ?? '';
  }),
});

/** The form of i-PIN. */
export const ByIpin = z.object({ name, birthDate });

/** The form of the text message's code, with the sealed claim. */
export const ByCode = z.object({ code: z.string().transform((text) => text.replace(/\D/g, '')), claim: z.string() });
