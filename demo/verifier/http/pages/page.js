// Tells the gate that there may be something to ask the verifier about, closes the window, and sends a form on its way.
// Nothing that counts: without this script the gate learns the result by asking, and the form has a button.
const { origin } = document.body.dataset;
if (origin && window.opener) window.opener.postMessage('mo-otp-gate', origin);
document.querySelector('[data-close]')?.addEventListener('click', () => window.close());
document.querySelector('form[data-submit]')?.requestSubmit();
