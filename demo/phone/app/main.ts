/** Entry point of the app's page; owns the one timer. */
import { App } from './app.js';
import { lockInBackground } from './background.js';
import { createRenderer } from './render.js';
import { pollSms } from './registration.js';
import { lock, retryProof } from './unlock.js';
import { Verifier } from './verifier.js';

const { verifier = '' } = document.documentElement.dataset;
const render = createRenderer(document.querySelector<HTMLElement>('#app')!);
const app = new App(new Verifier(verifier, Date), Date, () => render(app));

/** Runs at each full second of the verifier's clock, so that a new code appears on time. */
function tick() {
  render(app);
  void pollSms(app);
  void retryProof(app);
  setTimeout(tick, 1000 - (app.time() % 1000));
}

addEventListener('unhandledrejection', () => app.show({ screen: 'broken' }));
addEventListener('online', () => void retryProof(app, true));
lockInBackground(Date, () => lock(app));
void app.start();
tick();
// without a service worker the app works online only
navigator.serviceWorker?.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => {});
