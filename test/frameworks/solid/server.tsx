/** @jsxImportSource solid-js */
import { generateHydrationScript, renderToString } from 'solid-js/web';
import { App } from './app.js';

export const render = () => ({ head: generateHydrationScript(), body: renderToString(() => <App />) });
