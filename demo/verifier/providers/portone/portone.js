// Begins PortOne's identity verification. Whatever it answers here, the verifier fetches the result itself.
const button = document.querySelector('[data-number]');
const { storeId, channelKey, number, callback } = button.dataset;
const back = () => location.assign(callback);
button.addEventListener('click', () => {
  button.disabled = true;
  if (!window.PortOne) return back();
  window.PortOne.requestIdentityVerification({
    storeId,
    channelKey,
    identityVerificationId: number,
    redirectUrl: callback,
    // KG Inicis asks for this; a fixed user would put the learner's name into this page
    bypass: { inicisUnified: { flgFixedUser: 'N' } },
  }).then(back, back);
});
