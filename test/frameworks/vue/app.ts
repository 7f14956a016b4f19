import type { MoOtpGate, MoOtpGateEventMap } from 'mo-otp-gate';
import { createSSRApp, defineComponent, ref } from 'vue';

const App = defineComponent({
  setup() {
    const gate = ref<MoOtpGate>();
    const there = ref(true);
    const output = ref('');
    const open = () => void gate.value?.show();
    const verified = ({ detail }: MoOtpGateEventMap['mo-otp-verified']) =>
      (output.value = `${detail.method} ${detail.expiresIn}`);
    return { gate, there, output, open, verified };
  },
  template: `
    <button id="open" @click="open">수강하기</button>
    <button id="leave" @click="there = false">나가기</button>
    <mo-otp-gate v-if="there" ref="gate" verifier="/v1" session="ss_1" manual-submit @mo-otp-verified="verified"></mo-otp-gate>
    <output>{{ output }}</output>`,
});

export function createApp() {
  const app = createSSRApp(App);
  app.config.compilerOptions.isCustomElement = (tag) => tag === 'mo-otp-gate';
  return app;
}
