/**
 * The code that puts a gate with these attributes into a page, by where it is put. `attributes` are those of the element, a truth value being
 * one without a value; `theme` is the address of a style sheet, or nothing.
 */
export const snippets = {
  HTML: ({
    attributes,
    theme,
  }) => `${stylesheet(theme)}<script type="module" src="/mo-otp-gate/mo-otp-gate.js"></script>

${opener(attributes, '<button id="open" type="button">본인인증</button>\n')}<mo-otp-gate${inTag(attributes)}
></mo-otp-gate>

<script type="module">
  const gate = document.querySelector('mo-otp-gate');
${opener(attributes, "  document.getElementById('open').addEventListener('click', () => gate.show());\n")}  gate.addEventListener('mo-otp-verified', ({ detail }) => {
    console.log(detail.token); // 서버로 보내세요
  });
</script>`,

  '스크립트 태그': ({
    attributes: { verifier, session, method, lang },
    theme,
  }) => `${stylesheet(theme)}<script src="/mo-otp-gate/loader.js" data-verifier="${escaped(verifier)}" async></script>

<button id="open" type="button">본인인증</button>

<script>
  document.getElementById('open').addEventListener('click', async () => {
    const proven = await MoOtpGate.open(${inScript({ session, method, lang }).replaceAll('\n', '\n    ')});
    if (proven) console.log(proven.token); // 서버로 보내세요
  });
</script>`,

  React: ({ attributes }) => `import type { MoOtpGate } from 'mo-otp-gate';
import 'mo-otp-gate/define';
import type {} from 'mo-otp-gate/react';
import { useRef } from 'react';

export function Gate({ onToken }: { onToken(token: string): void }) {
  const gate = useRef<MoOtpGate>(null);
  return (
    <>
${opener(attributes, '      <button type="button" onClick={() => void gate.current?.show()}>본인인증</button>\n')}      <mo-otp-gate
        ref={gate}${inTag(attributes, 8)}
        onmo-otp-verified={({ detail }) => onToken(detail.token)}
      />
    </>
  );
}`,

  Vue: ({ attributes }) => `<script setup lang="ts">
// vite.config: vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'mo-otp-gate' } } })
import type { MoOtpGate } from 'mo-otp-gate';
import 'mo-otp-gate/define';
import type {} from 'mo-otp-gate/vue';
import { ref } from 'vue';

const gate = ref<MoOtpGate>();
const emit = defineEmits<{ token: [token: string] }>();
</script>

<template>
${opener(attributes, '  <button type="button" @click="gate?.show()">본인인증</button>\n')}  <mo-otp-gate
    ref="gate"${inTag(attributes, 4)}
    @mo-otp-verified="emit('token', $event.detail.token)"
  ></mo-otp-gate>
</template>`,

  Svelte: ({ attributes }) => `<script lang="ts">
  import type { MoOtpGate } from 'mo-otp-gate';
  import 'mo-otp-gate/define';
  import type {} from 'mo-otp-gate/svelte';

  let { ontoken }: { ontoken: (token: string) => void } = $props();
  let gate: MoOtpGate | undefined = $state();
</script>

${opener(attributes, '<button type="button" onclick={() => gate?.show()}>본인인증</button>\n')}<mo-otp-gate
  bind:this={gate}${inTag(attributes)}
  onmo-otp-verified={({ detail }) => ontoken(detail.token)}
></mo-otp-gate>`,

  Solid: ({ attributes }) => `import type { MoOtpGate } from 'mo-otp-gate';
import 'mo-otp-gate/define';
import type {} from 'mo-otp-gate/solid';

export function Gate(props: { onToken(token: string): void }) {
  let gate: MoOtpGate | undefined;
  return (
    <>
${opener(attributes, '      <button type="button" onClick={() => void gate?.show()}>본인인증</button>\n')}      <mo-otp-gate
        ref={(element) => (gate = element)}${inTag(attributes, 8, 'attr:')}
        on:mo-otp-verified={({ detail }) => props.onToken(detail.token)}
      />
    </>
  );
}`,

  Angular: ({ attributes }) => `import { Component, CUSTOM_ELEMENTS_SCHEMA, output } from '@angular/core';
import 'mo-otp-gate/define';

@Component({
  selector: 'app-gate',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${opener(attributes, '    <button type="button" (click)="gate.show()">본인인증</button>\n')}    <mo-otp-gate
      #gate${inTag(attributes, 6)}
      (mo-otp-verified)="token.emit($event.detail.token)"
    ></mo-otp-gate>
  \`,
})
export class Gate {
  readonly token = output<string>();
}`,

  jQuery: ({ attributes }) => `import 'mo-otp-gate/define';
import $ from 'jquery';

const $gate = $('<mo-otp-gate>').attr(${inScript(attributes)});
$('main').append($gate);
${opener(attributes, "$('#open').on('click', () => $gate[0].show());\n")}$gate.on('mo-otp-verified', ({ originalEvent: { detail } }) => {
  console.log(detail.token); // 서버로 보내세요
});`,
};

/** In the page's flow the gate opens by itself; else something has to be pressed. */
const opener = ({ mode }, code) => (mode === 'inline' ? '' : code);
const stylesheet = (theme) => (theme ? `<link rel="stylesheet" href="${escaped(theme)}">\n` : '');
/** For every place above where markup stands: in templates of scripts and of frameworks too. */
const escaped = (text) => text.replace(/[&"<{`\\]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const given = (attributes) => Object.entries(attributes).filter(([, value]) => value);

/** Attributes as they stand in a tag, a line each; `special` goes before those that a framework would take for something else. */
const inTag = (attributes, indent = 2, special = '') =>
  given(attributes)
    .map(([name, value]) => (value === true ? whole(name, special) : `${name}="${escaped(value)}"`))
    .map((attribute) => `\n${' '.repeat(indent)}${attribute}`)
    .join('');
const whole = (name, special) => (special && name.includes('-') ? `${special}${name}=""` : name);
/** The same as an object of a script. */
const inScript = (attributes) =>
  `{\n${given(attributes)
    .map(([name, value]) => `  ${/^\w+$/.test(name) ? name : `'${name}'`}: '${value === true ? '' : quoted(value)}',\n`)
    .join('')}}`;
const quoted = (text) => text.replace(/['\\]/g, '\\$&');
