import 'mo-otp-gate/define';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './app.js';

const root = document.querySelector('main')!;
if (root.hasChildNodes()) hydrateRoot(root, <App fromServer />);
else createRoot(root).render(<App />);
