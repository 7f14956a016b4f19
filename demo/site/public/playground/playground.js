/** The playground: one gate, whose attributes are those of the form beside it; what it tells; and the code that makes the same one. */
import '/mo-otp-gate/mo-otp-gate.js';
import { clear, tell } from './log.js';
import { snippets } from './snippets.js';

const element = (id) => document.getElementById(id);
const stage = element('stage');
const code = element('code');
const gate = document.createElement('mo-otp-gate');
const names = ['session', 'mode', 'lang', 'method', 'name', 'required', 'manual-submit'];

/** The chosen options as attributes of the gate; an empty one is no attribute. */
function attributes() {
  const chosen = names.map((name) => [
    name,
    element(name).type === 'checkbox' ? element(name).checked : element(name).value.trim(),
  ]);
  return { verifier: stage.dataset.verifier, ...Object.fromEntries(chosen) };
}

const theme = () => element('theme-name').value && `/public/theming/themes/${element('theme-name').value}.css`;

function write() {
  code.querySelector('code').textContent = snippets[element('kind').value]({
    attributes: attributes(),
    theme: theme(),
  });
  code.querySelector('[role=status]').textContent = '';
}

function dress() {
  element('theme').href = theme();
  element('theme').disabled = !theme();
  stage.dataset.brightness = element('brightness').value;
  write();
}

/** Replaces the gate by one with the chosen attributes. */
function begin() {
  gate.reset();
  for (const [name, value] of Object.entries(attributes())) {
    if (value) gate.setAttribute(name, value === true ? '' : value);
    else gate.removeAttribute(name);
  }
  const inline = gate.mode === 'inline';
  element('open').hidden = inline;
  if (inline) void gate.show();
  write();
}

for (const name of names) element(name).addEventListener('change', begin);
for (const name of ['theme-name', 'brightness']) element(name).addEventListener('change', dress);
for (const kind of Object.keys(snippets)) element('kind').add(new Option(kind));
element('kind').addEventListener('change', write);
element('attributes').addEventListener('submit', (event) => event.preventDefault());
element('open').addEventListener('click', () => void gate.show());
element('reset').addEventListener('click', begin);
element('clear').addEventListener('click', clear);
element('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(code.querySelector('code').textContent);
  code.querySelector('[role=status]').textContent = '복사했습니다.';
});

for (const name of ['verified', 'rejected', 'locked', 'error', 'close'])
  gate.addEventListener(`mo-otp-${name}`, (event) => {
    event.preventDefault(); // the log shows errors; the console need not
    tell(event.type, event.detail);
  });
stage.addEventListener('submit', (event) => {
  event.preventDefault();
  for (const [name, value] of new FormData(stage)) tell('submit', { name, token: value });
});

stage.append(gate);
dress();
begin();
