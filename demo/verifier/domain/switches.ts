/** The switches of a running verifier, for one site or for all. */
import { methods, type MethodId } from 'mo-otp-gate/contract';

/** The mobile carriers of Korea, and their resellers (알뜰폰), whose learners can be refused a phone check. */
export const carriers = ['skt', 'kt', 'lgu', 'skt-mvno', 'kt-mvno', 'lgu-mvno'] as const;
export type Carrier = (typeof carriers)[number];

export const providerNames = ['sandbox', 'portone', 'nice'] as const;
export type ProviderName = (typeof providerNames)[number];

/** Everything that has a switch, by its kind. */
export const switchable = {
  method: Object.keys(methods) as MethodId[],
  provider: providerNames,
  carrier: carriers,
  authority: ['hrd-korea'],
} as const;

export type SwitchKind = keyof typeof switchable;

/** A switch; `site` is `null` for all sites. */
export interface Switch {
  site: string | null;
  kind: SwitchKind;
  name: string;
}

/** The retry delay while something is switched off, in seconds. */
export const switchedOffRetryIn = 30;

/** The names of one kind that are off at a site, by its own switches and those for all. */
export const namesOff = (off: readonly Switch[], site: string, kind: SwitchKind): string[] =>
  off.filter((one) => one.kind === kind && (one.site === null || one.site === site)).map(({ name }) => name);
