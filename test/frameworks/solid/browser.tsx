/** @jsxImportSource solid-js */
import 'mo-otp-gate/define';
import { hydrate, render } from 'solid-js/web';
import { App } from './app.js';

const root = document.querySelector('main')!;
(root.hasChildNodes() ? hydrate : render)(() => <App />, root);
