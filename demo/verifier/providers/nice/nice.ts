import { z } from 'zod';
import type { Clock } from '../../domain/clock.js';
import type { Carrier } from '../../domain/switches.js';
import { koreanTimeDigits } from '../../domain/korean-time.js';
import type { IdentityAnswer, IdentityProvider } from '../provider.js';
import { envelopeKeys, seal, unseal } from './envelope.js';
import { niceTokens, type NiceSettings } from './tokens.js';

/** The memo of a check: the keys of its envelope, which no other check has. */
const Memo = z.object({ key: z.string(), iv: z.string(), hmacKey: z.string() });
const Result = z.object({ requestno: z.string(), resultcode: z.string().optional() });
const Passed = z.object({
  responseno: z.string(),
  name: z.string().min(1),
  utf8_name: z.string().optional(),
  birthdate: z.string().optional(),
  mobileno: z.string().optional(),
  mobileco: z.string().optional(),
  di: z.string().optional(),
  ci: z.string().optional(),
});

/** NICE takes request numbers of up to 30 characters. */
const numberOf = (number: string) => number.slice(0, 30);

/**
 * NICE's phone check by its token API (본인확인 통합형). Its guide is for customers only: this follows several published
 * descriptions and was never tested against NICE itself. The result returns by GET or POST, in an envelope that only
 * the keys of this check open.
 */
export function niceProvider(settings: NiceSettings, clock: Clock): IdentityProvider {
  const cryptoToken = niceTokens(settings, clock);
  return {
    name: 'nice',
    kinds: ['phone'],
    async start({ number, callback }) {
      const requestno = numberOf(number);
      const requestTime = koreanTimeDigits(clock.now());
      const token = await cryptoToken(requestTime, requestno);
      const keys = envelopeKeys(requestTime, requestno, token.value);
      // POST keeps the envelope out of the browser's history
      const envelope = seal(
        { requestno, returnurl: callback, sitecode: token.siteCode, methodtype: 'post', authtype: 'M', popupyn: 'Y' },
        keys,
      );
      const fields = { m: 'service', token_version_id: token.version, ...envelope };
      return { destination: { form: { action: settings.form, fields } }, memo: JSON.stringify(keys) };
    },
    async finish({ number, memo, fields }) {
      const keys = Memo.parse(JSON.parse(memo));
      // an unescaped plus sign in a URL has become a space
      const [enc_data, integrity_value] = [fields['enc_data'], fields['integrity_value']].map((text = '') =>
        text.replaceAll(' ', '+'),
      );
      const result = Result.loose().safeParse(unseal({ enc_data: enc_data!, integrity_value: integrity_value! }, keys));
      if (!result.success || result.data.requestno !== numberOf(number)) return { said: 'foreign' };
      const { resultcode = '0000' } = result.data;
      return resultcode === '0000' ? passed(Passed.parse(result.data)) : { said: 'failed', code: resultcode };
    },
  };
}

const carrierCodes: Record<string, Carrier> = {
  1: 'skt',
  2: 'kt',
  3: 'lgu',
  5: 'skt-mvno',
  6: 'kt-mvno',
  7: 'lgu-mvno',
};

function passed({
  responseno,
  name,
  utf8_name,
  birthdate,
  mobileno,
  mobileco,
  di,
  ci,
}: z.infer<typeof Passed>): IdentityAnswer {
  const carrier = carrierCodes[mobileco ?? ''];
  return {
    said: 'person',
    person: {
      name: utf8_name === undefined ? name : decodeURIComponent(utf8_name),
      ...(mobileno !== undefined && { phone: mobileno }),
      ...(birthdate !== undefined && { birthDate: birthdate }),
      ...(carrier && { carrier }),
      ids: [
        ...(ci === undefined ? [] : [{ kind: 'ci', value: ci }]),
        ...(di === undefined ? [] : [{ kind: 'di nice', value: di }]),
      ],
    },
    transaction: responseno,
  };
}
