import { createHmac, timingSafeEqual } from 'node:crypto';
import { newId } from '../../crypto/ids.js';
import { phoneHash } from '../../crypto/phone-hash.js';
import { nameHash, nameHashV1 } from '../../crypto/name-hash.js';
import { comparableNumber } from '../../../identity/mobile-number.js';
import type { SmsSender } from '../../sms/sms.js';
import { newSmsCode } from '../../sms/sms-code.js';
import type { Store } from '../../store/store.js';
import type { Vault } from '../../crypto/vault.js';
import type { MotpAuthority } from '../authority.js';
import { bucketsOf, ceilingOf, type MessageCeilings } from './message-budget.js';
import { isGuessed, isLocked, limits, settle, smsWait, unlock } from './rules.js';
import { matchingStep, newTotpSecret, otpauth } from '../../crypto/totp.js';
import { unlockMessage, type CodeReply, type RegisterReply, type UnlockReply } from './wire.js';

/** Our own registry of phone apps. `now` is epoch milliseconds everywhere. */
export interface DeviceRegistry extends MotpAuthority {
  /**
   * Sends a code to the phone, or returns the seconds until the next one may be sent. `network` is where the request
   * comes from. `alarm`: messages to all numbers are near their ceiling of the day, or at it.
   */
  sendCode(
    person: { name: string; phone: string; network: string },
    now: number,
  ): Promise<{ reply: CodeReply; alarm: boolean } | { wait: number; alarm: boolean }>;
  register(registration: string, code: string, now: number): Promise<RegisterReply>;
  unlock(device: string, attempt: string, proof: string, now: number): Promise<UnlockReply>;
}

export function deviceRegistry(store: Store, vault: Vault, sms: SmsSender, ceilings: MessageCeilings): DeviceRegistry {
  const ceiling = ceilingOf(ceilings.all);
  const codeHash = (registration: string, code: string) => vault.hash('sms code', `${registration} ${code}`);

  return {
    clock: 'automatic',
    async check({ learner, code }, now) {
      // hashed before the lookup, so that known and unknown numbers take the same time
      const [name, nameV1] = [nameHash(learner.name, vault), nameHashV1(learner.name, vault)];
      const device = await store.deviceOfPhone(phoneHash(learner.phone, vault));
      if (!device || ![name, nameV1].includes(device.nameHash) || isLocked(device)) return { found: 'mismatch' };
      if (device.nameHash === nameV1) await store.replaceNameHash(device.id, nameV1, name);
      if (isGuessed(device, now)) return { found: 'locked' };
      const step = matchingStep(vault.open(device.secret, device.id), code, now);
      if (step === null) {
        const count = await store.countWrongCode(device.id, now, now - limits.guessWindow * 1000);
        // concurrent guesses have all read a smaller count
        return { found: count > limits.guesses ? 'locked' : 'wrong-code' };
      }
      if (device.wrongCodes > 0) await store.clearWrongCodes(device.id);
      return { found: 'match', uses: { owner: device.id, step } };
    },

    async sendCode({ name, phone, network: from }, now) {
      const id = newId('rg');
      const code = newSmsCode();
      const network = vault.hash('network', from);
      const hashes = {
        phoneHash: phoneHash(phone, vault),
        network,
        nameHash: nameHash(name, vault),
        codeHash: codeHash(id, code),
      };
      const registration = {
        id,
        ...hashes,
        triesLeft: limits.smsTries,
        sentAt: now,
        expiresAt: now + limits.smsCode * 1000,
      };
      const wait = await store.openRegistration(registration, (sentAt) => smsWait(sentAt, now));
      if (wait > 0) return { wait, alarm: false };
      const day = await store.enter(bucketsOf(hashes.phoneHash, network, ceilings), now);
      if (day > 0) return { wait: Math.ceil(day / 1000), alarm: false };
      const left = await store.enter([ceiling.all], now);
      if (left > 0) return { wait: Math.ceil(left / 1000), alarm: true };
      const alarm = (await store.enter([ceiling.alarm], now)) > 0;
      await sms.send({
        to: comparableNumber(phone),
        text: `[mOTP] 인증번호: ${code}. ${limits.smsCode / 60}분 안에 입력해 주세요. 다른 사람에게 알려 주지 마세요.`,
      });
      return { reply: { status: 'sent', registration: id, expiresIn: limits.smsCode }, alarm };
    },

    async register(id, code, now) {
      const secret = newTotpSecret();
      const device = newId('dv');
      const sealed = vault.seal(secret, device);
      const ruling = await store.settleRegistration(id, (registration) =>
        settle(
          registration,
          codeHash(id, code),
          { id: device, phoneHash: registration.phoneHash, nameHash: registration.nameHash, secret: sealed },
          now,
        ),
      );
      if (!ruling) return { status: 'expired' };
      return ruling.status === 'registered'
        ? { ...ruling, device, otpauth: otpauth(secret, device), time: now }
        : ruling;
    },

    async unlock(device, attempt, proof, now) {
      const ruling = await store.unlock(device, attempt, (records) => {
        const expected = createHmac('sha256', vault.open(records.secret, records.id))
          .update(unlockMessage(attempt))
          .digest();
        return unlock(records, timingSafeEqual(expected, Buffer.from(proof, 'hex')));
      });
      if (!ruling) return { status: 'replaced' };
      return ruling.status === 'unlocked' ? { ...ruling, time: now } : ruling;
    },
  };
}
