/** The theming page: a gate for each screen, and pickers for what they look like. */
import '/mo-otp-gate/mo-otp-gate.js';

const theme = document.getElementById('pick-theme');
const language = document.getElementById('pick-language');
const mode = document.getElementById('pick-mode');
const stage = document.getElementById('stage');
const snippet = document.getElementById('snippet');
const said = snippet.querySelector('[role=status]');

/** Puts a gate into a section and brings it to the section's screen. */
function build(section) {
  const { screen, code } = section.dataset;
  const gate = Object.assign(document.createElement('mo-otp-gate'), {
    verifier: `${location.origin}/theming/verifier/${screen}`,
    session: 'example',
    mode: 'inline',
    lang: language.value,
  });
  gate.addEventListener('mo-otp-error', (event) => {
    event.preventDefault();
    // the gate gives up waiting after a while; a screen of waiting begins again
    if (screen === 'requesting' || screen === 'checking') build(section);
  });
  section.querySelector('mo-otp-gate')?.remove();
  section.append(gate);
  if (code) void type(gate, code);
}
const buildAll = () => [...stage.children].forEach(build);

/** Types a code as soon as there is a field. */
async function type(gate, code) {
  while (gate.isConnected && gate.phase !== 'answering') await new Promise(requestAnimationFrame);
  await gate.updateComplete;
  const field = gate.shadowRoot.querySelector('[part=input]');
  if (!field) return;
  field.value = code;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

async function dress() {
  const sheet = document.getElementById('theme');
  const address = `/public/theming/themes/${theme.value}.css`;
  snippet.hidden = sheet.disabled = !theme.value;
  said.textContent = '';
  if (!theme.value) return;
  sheet.href = address;
  snippet.querySelector('code').textContent = await (await fetch(address)).text();
}

theme.addEventListener('change', dress);
language.addEventListener('change', buildAll);
mode.addEventListener('change', () => (stage.dataset.mode = mode.value));
snippet.querySelector('button').addEventListener('click', async () => {
  await navigator.clipboard.writeText(snippet.querySelector('code').textContent);
  said.textContent = '복사했습니다.';
});

// what a browser filled in again after a reload
stage.dataset.mode = mode.value;
void dress();
buildAll();
