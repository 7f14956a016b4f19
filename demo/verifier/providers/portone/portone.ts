import { GetIdentityVerificationError, IdentityVerificationClient } from '@portone/server-sdk/identityVerification';
import { z } from 'zod';
import { carriers } from '../../domain/switches.js';
import type { IdentityAnswer, IdentityProvider } from '../provider.js';
import type { PortOneSettings } from './settings.js';

const Channel = z.object({ type: z.enum(['LIVE', 'TEST']), key: z.string().optional() });
const Customer = z.object({
  name: z.string().min(1),
  phoneNumber: z.string().optional(),
  operator: z.string().optional(),
  birthDate: z.string().optional(),
  ci: z.string().optional(),
  di: z.string().optional(),
});
const Verification = z.discriminatedUnion('status', [
  z.object({ status: z.literal('READY'), id: z.string() }),
  z.object({
    status: z.literal('VERIFIED'),
    id: z.string(),
    channel: Channel,
    verifiedCustomer: Customer,
    pgTxId: z.string(),
  }),
  z.object({ status: z.literal('FAILED'), id: z.string(), failure: z.object({ pgCode: z.string().optional() }) }),
]);

const timeoutMs = 10_000; // milliseconds

/**
 * PortOne V2. The result of its browser script is ignored: the verifier fetches it from the API by our request number.
 */
export function portoneProvider(settings: PortOneSettings, address: string): IdentityProvider {
  const client = IdentityVerificationClient({
    secret: settings.secret,
    storeId: settings.storeId,
    baseUrl: settings.api,
  });

  async function ask(number: string): Promise<IdentityAnswer | undefined> {
    const found = await within(timeoutMs, client.getIdentityVerification({ identityVerificationId: number })).catch(
      (error: unknown) => {
        if (error instanceof GetIdentityVerificationError && error.data.type === 'IDENTITY_VERIFICATION_NOT_FOUND')
          return null;
        throw error;
      },
    );
    if (found === null) return undefined;
    const verification = Verification.parse(found);
    if (verification.id !== number) return { said: 'foreign' };
    switch (verification.status) {
      case 'READY':
        return undefined;
      case 'FAILED':
        return { said: 'failed', code: verification.failure.pgCode ?? 'FAILED' };
      case 'VERIFIED':
        return verified(verification);
    }
  }

  function verified({
    channel,
    verifiedCustomer,
    pgTxId,
  }: Extract<z.infer<typeof Verification>, { status: 'VERIFIED' }>): IdentityAnswer {
    if (channel.key !== settings.channelKey || (channel.type === 'TEST' && !settings.acceptTests))
      return { said: 'foreign' };
    const { name, phoneNumber, birthDate, operator, ci, di } = verifiedCustomer;
    const carrier = carriers.find((one) => one === operator?.toLowerCase().replace('_', '-'));
    return {
      said: 'person',
      person: {
        name,
        ...(phoneNumber !== undefined && { phone: phoneNumber }),
        ...(birthDate !== undefined && { birthDate }),
        ...(carrier && { carrier }),
        ids: [
          ...(ci === undefined ? [] : [{ kind: 'ci', value: ci }]),
          ...(di === undefined ? [] : [{ kind: `di portone ${channel.key}`, value: di }]),
        ],
      },
      transaction: pgTxId,
    };
  }

  return {
    name: 'portone',
    kinds: ['phone'],
    start: async ({ number }) => ({ destination: { url: `${address}/identity/portone/${number}` }, memo: '' }),
    // a learner who returns without a result has cancelled
    async finish({ number }) {
      return (await ask(number)) ?? { said: 'cancelled', code: 'UNFINISHED' };
    },
    ask,
    script: { storeId: settings.storeId, channelKey: settings.channelKey },
  };
}

/** A time-out for PortOne's client, which has none. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds);
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  return Promise.race([promise, late]);
}
