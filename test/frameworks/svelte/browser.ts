import 'mo-otp-gate/define';
import { hydrate, mount } from 'svelte';
import App from './app.svelte';

const target = document.querySelector('main')!;
(target.hasChildNodes() ? hydrate : mount)(App, { target });
