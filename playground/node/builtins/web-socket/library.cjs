// The package's own entry for browsers refuses to work. Loaded when the first socket is made: most programs make none.
exports.load = () => require('../../../../node_modules/ws/lib/websocket.js');
