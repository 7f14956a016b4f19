/** The log of events on the page, one line each, the newest last; a screen reader reads what is added. */
const log = document.getElementById('log');
const lines = log.querySelector('ol');

/** Enough of a token to tell it from another one; all of it is for the site's server alone. */
const shortened = (token) => (token.length > 24 ? `${token.slice(0, 14)}…${token.slice(-4)}` : token);
const shown = (name, value) => (name === 'token' ? shortened(value) : name === 'error' ? value.code : value);

export function tell(what, detail) {
  const line = document.createElement('li');
  const name = Object.assign(document.createElement('b'), { textContent: what });
  const members = Object.entries(detail).map(
    ([member, value]) => `${member}: ${JSON.stringify(shown(member, value)) ?? '–'}`,
  );
  line.append(name, ` ${members.join(', ')}`);
  lines.append(line);
  log.scrollTop = log.scrollHeight;
}

export const clear = () => lines.replaceChildren();
