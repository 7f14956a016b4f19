// Tells the gate to poll the verifier, closes the window, and submits a form.
// Optional: without this script the gate polls anyway, and the form has a button.
const { origin } = document.body.dataset;
if (origin && window.opener) window.opener.postMessage('mo-otp-gate', origin);
document.querySelector('[data-close]')?.addEventListener('click', () => window.close());
document.querySelector('form[data-submit]')?.requestSubmit();
