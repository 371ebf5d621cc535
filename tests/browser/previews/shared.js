let connections = 0;
onconnect = async ({ ports: [port] }) => {
  const answer = await fetch('/module.js');
  port.postMessage([++connections, answer.status]);
};
