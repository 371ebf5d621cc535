import library from './library.ts';

/** @see https://nodejs.org/api/stream.html#streams-promises-api */
export const { finished, pipeline } = library.promises;

export default library.promises;
