/** Starts the app on its page: the one place that ticks. */
import { App } from './app.js';
import { watchBackground } from './background.js';
import { drawerOf } from './draw.js';
import { lookForMessage } from './registration.js';
import { forget, proveLater } from './unlocking.js';
import { Verifier } from './verifier.js';

const { verifier = '' } = document.documentElement.dataset;
const draw = drawerOf(document.querySelector<HTMLElement>('#app')!);
const app = new App(new Verifier(verifier, Date), Date, () => draw(app));

/** With each second of the verifier's clock, so that a new code appears the moment it is due. */
function tick() {
  draw(app);
  void lookForMessage(app);
  void proveLater(app);
  setTimeout(tick, 1000 - (app.time() % 1000));
}

addEventListener('unhandledrejection', () => app.show({ screen: 'broken' }));
addEventListener('online', () => void proveLater(app, true));
watchBackground(Date, () => forget(app));
void app.start();
tick();
navigator.serviceWorker?.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => {}); // without it the app works, but only online
