import { nothing } from 'lit';
import type { App } from './app.js';
import { broken } from './screens/broken.js';
import { code } from './screens/code.js';
import { consent, declined } from './screens/consent.js';
import { details } from './screens/details.js';
import { deactivated } from './screens/deactivated.js';
import { newPin } from './screens/new-pin.js';
import { pin } from './screens/pin.js';
import { registered } from './screens/registered.js';
import { sms } from './screens/sms.js';
import { welcome } from './screens/welcome.js';

/** The screen for a state. */
export function view(app: App) {
  const { state } = app;
  switch (state.screen) {
    case 'starting':
      return nothing;
    case 'welcome':
      return welcome(app);
    case 'consent':
      return consent(app);
    case 'declined':
      return declined(app);
    case 'details':
      return details(app, state);
    case 'new-pin':
      return newPin(app, state);
    case 'sms':
      return sms(app, state);
    case 'registered':
      return registered(app, state.unlocked);
    case 'pin':
      return pin(app, state);
    case 'code':
      return code(app, state);
    case 'deactivated':
      return deactivated(app, state.why);
    case 'broken':
      return broken();
  }
}
