import { dependency } from '/module.js';

const answer = await fetch('/module.js');
postMessage([dependency, answer.status]);
