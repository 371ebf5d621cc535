importScripts('/classic.js');
fetch('/module.js').then(async (answer) => postMessage([classic, answer.status, (await answer.text()).length]));
