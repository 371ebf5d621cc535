import type WebSocket from 'ws';

export function load(): typeof WebSocket;
