/** Labels of a request in the log line and the metrics, beside its route: never a name, number, code or address. */
import type { FastifyRequest } from 'fastify';

export interface RequestLabels {
  /** The site, once it is known. */
  site?: string;
  /** The method of a challenge. */
  method?: string;
  /** The fingerprint of a site secret that is not accepted. */
  secret?: string;
  /** The problem that is answered, why, and which members of the body were wrong. */
  code?: string;
  title?: string;
  detail?: string;
  /** The origin that was refused. */
  origin?: string;
  /** What is near or at its ceiling for all: a person should look. */
  alarm?: 'sms';
  /** Why a token was not redeemed. */
  error?: string;
}

const labels = new WeakMap<FastifyRequest, RequestLabels>();

/** Adds labels to a request. */
export const label = (request: FastifyRequest, more: RequestLabels): void =>
  void labels.set(request, { ...labels.get(request), ...more });

export const labelsOf = (request: FastifyRequest): RequestLabels => labels.get(request) ?? {};
