// Starts PortOne's identity verification in a window, a frame or by a redirect. Its answer is ignored: the verifier
// fetches the result itself.
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
    // required by KG Inicis; a prefilled customer would put the learner's name into this page
    bypass: { inicisUnified: { flgFixedUser: 'N' } },
    // an answer means that this page was not left ("redirect 방식에서의 결과처리"); without one, the redirect goes on
  }).then((answer) => answer && back(), back);
});
