import type { SmsSender } from './sms.js';
import { smsWebhook } from './webhook.js';

/** The sender of a site's settings; one that sends none refuses every message. */
export const selectSms = (settings: { kind: 'none' } | { kind: 'webhook'; url: string; secret: string }): SmsSender =>
  settings.kind === 'webhook'
    ? smsWebhook(settings.url, settings.secret)
    : { send: () => Promise.reject(new Error('The site has no sender of text messages.')) };
