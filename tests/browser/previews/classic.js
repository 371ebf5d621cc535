globalThis.classic = 'ran';
