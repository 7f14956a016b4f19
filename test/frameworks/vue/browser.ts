import 'mo-otp-gate/define';
import { createApp } from './app.js';

createApp().mount('main');
