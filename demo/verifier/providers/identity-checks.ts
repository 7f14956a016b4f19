import type { RequestFacts } from '../evidence/evidence.js';
import { isEnded } from '../domain/gatekeeper.js';
import { outcomeOf } from '../methods/outcome-of.js';
import { learnerOf } from '../crypto/session-learner.js';
import type { Challenge, CheckResult, Pending } from '../domain/model.js';
import type { Store } from '../store/store.js';
import type { CheckContext, RequestChange, RequestState } from '../store/methods.js';
import type { Vault } from '../crypto/vault.js';
import type { Destination, IdentityAnswer, IdentityKind, IdentityProvider } from './provider.js';
import { kindOf, startLimit } from './check-rules.js';
import { newRequestNumber } from './request-number.js';
import { isSamePerson } from './same-person.js';

/** How long to wait for a provider that is down, in seconds. */
const retryIn = 30;
const troubled: CheckResult = { found: 'unavailable', retryIn };

/** How a provider's answer ended, for the page that the learner then sees. */
export type CheckOutcome = { status: 'done' | 'cancelled' | 'not-same-person' | 'refused' } & Partial<
  Pick<RequestState, 'session' | 'request'>
>;

/** Checks on an identity provider's page, from its start to its result. `now` is epoch milliseconds everywhere. */
export interface IdentityChecks {
  kinds: readonly IdentityKind[];
  provider: IdentityProvider;
  /** Where the check of this ticket happens: in a window, or instead of the page. */
  addresses(ticket: string): { url: string; redirect: string };
  /** Where to send the learner; each start is a request of its own number. Throws when the provider cannot be reached: the gate learns that too. */
  start(checked: CheckContext, returnTo: string | null, now: number): Promise<Destination | 'too-many'>;
  /** Takes in what came back from the provider for a request; throws alike. */
  finish(asked: RequestState, fields: Record<string, string>, witness: RequestFacts): Promise<CheckOutcome>;
  /** What is known of a challenge's check by now. */
  result(challenge: Challenge, asked: { ip: string }, now: number): Promise<CheckResult | Pending>;
}

/** `address` is the verifier's own base address. */
export function identityChecks(
  store: Store,
  vault: Vault,
  provider: IdentityProvider,
  address: string,
): IdentityChecks {
  const transaction = (answer: IdentityAnswer) => ('transaction' in answer ? answer.transaction : null);

  /** Settles a request with an answer of the provider; what it means is decided where nothing else can come in between. */
  const settle = (number: string, answer: IdentityAnswer, witness: RequestFacts) =>
    store.settleRequest(
      number,
      { ...witness, transaction: transaction(answer), upstream: 'code' in answer ? answer.code : null },
      (records): RequestChange => {
        if (records.request.settled) return { audit: 'replayed' };
        if (isEnded(records, witness.at)) return { audit: 'late' };
        if (answer.said === 'foreign') return { audit: 'foreign-answer' };
        if (answer.said !== 'person') return { outcome: { found: 'cancelled', upstream: answer.code }, binds: [] };
        const ids = answer.person.ids.map(({ kind, value }) => ({ kind, hash: vault.hash(`identity ${kind}`, value) }));
        const same = isSamePerson(learnerOf(records.session, vault), answer.person, ids, records.known);
        return {
          outcome: { found: same ? 'match' : 'not-same-person', transaction: answer.transaction },
          binds: same ? ids : [],
        };
      },
    );

  return {
    kinds: provider.kinds,
    provider,
    addresses: (ticket) => ({ url: `${address}/identity/${ticket}`, redirect: `${address}/identity/${ticket}` }),

    async start({ challenge, session }, returnTo, now) {
      // counted before the provider is asked: each of its checks may cost the institution money
      if ((await store.enter([{ name: vault.hash('rate of checks', challenge.id), ...startLimit }], now)) > 0)
        return 'too-many';
      const number = newRequestNumber();
      try {
        const { destination, memo } = await provider.start({
          number,
          kind: kindOf(challenge),
          learner: learnerOf(session, vault),
          callback: `${address}/identity/return/${number}`,
        });
        await store.openRequest({ number, challenge: challenge.id, memo: vault.seal(memo, number), returnTo });
        return destination;
      } catch (error) {
        await store.saveOutcome(challenge.id, troubled);
        throw error;
      }
    },

    async finish({ session, request, challenge }, fields, witness) {
      const { number } = request;
      // what has an answer is not asked about again
      const answer: IdentityAnswer = request.settled
        ? { said: 'foreign' }
        : await provider
            .finish({ number, memo: vault.open(request.memo, number).toString(), fields })
            .catch(async (error: unknown) => {
              await store.saveOutcome(challenge.id, troubled);
              throw error;
            });
      const decision = await settle(number, answer, witness);
      if (!decision || 'audit' in decision) return { status: 'refused', session, request };
      const { found } = decision.outcome;
      return {
        status: found === 'match' ? 'done' : found === 'cancelled' ? 'cancelled' : 'not-same-person',
        session,
        request,
      };
    },

    async result(challenge, { ip }, now) {
      const result = outcomeOf(challenge);
      if (result.found !== 'pending' || !provider.ask) return result;
      for (const number of await store.openRequests(challenge.id)) {
        const answer = await provider.ask(number).catch(() => undefined);
        if (!answer) continue;
        const decision = await settle(number, answer, {
          at: now,
          ip,
          userAgent: null,
          upstream: null,
          transaction: null,
        });
        if (decision && 'outcome' in decision) return decision.outcome;
      }
      return result;
    },
  };
}
