// Begins PortOne's identity verification, in a window or a frame, or by leaving this page. Whatever it answers here, the verifier fetches
// the result itself.
const button = document.querySelector('[data-number]');
const { storeId, channelKey, number, callback } = button.dataset;
const back = () => location.assign(callback);
button.addEventListener('click', () => {
  button.disabled = true;
  if (!window.PortOne) return void (document.querySelector('[role=alert]').hidden = false);
  window.PortOne.requestIdentityVerification({
    storeId,
    channelKey,
    identityVerificationId: number,
    redirectUrl: callback,
    // KG Inicis asks for this; a fixed user would put the learner's name into this page
    bypass: { inicisUnified: { flgFixedUser: 'N' } },
    // an answer is there only where this page was not left ("redirect 방식에서의 결과처리"): to go back then would stop the way there
  }).then((answer) => answer && back(), back);
});
