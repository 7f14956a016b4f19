import { render as renderSvelte } from 'svelte/server';
import App from './app.svelte';

export const render = () => renderSvelte(App);
