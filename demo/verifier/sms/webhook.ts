import type { SmsSender } from './sms.js';

const timeoutMs = 10_000; // milliseconds

/**
 * Sends each message to a webhook of the institution: a POST of `{to, text}` as JSON, with the secret as bearer token.
 */
export function smsWebhook(url: string, secret: string): SmsSender {
  return {
    async send(message) {
      const reply = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify(message),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await reply.body?.cancel();
      if (!reply.ok) throw new Error(`The SMS webhook answered ${reply.status}.`);
    },
  };
}
