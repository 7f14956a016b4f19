// The captcha's script calls this when it has an answer.
window.answered = () => document.querySelector('form').submit();
