/** Own fields of an emitter, named as Node names them because `console.log(emitter)` shows them. */
export const kCapture = Symbol('kCapture');
export const kShapeMode = Symbol('shapeMode');
/** How many `emit` calls are walking an array of listeners: whoever changes it meanwhile copies it first. */
export const kEmitting = Symbol('events.emitting');

/** @see https://nodejs.org/api/events.html#eventserrormonitor */
export const errorMonitor = Symbol('events.errorMonitor');

/** @see https://nodejs.org/api/events.html#eventscapturerejectionsymbol */
export const captureRejectionSymbol = Symbol.for('nodejs.rejection');
