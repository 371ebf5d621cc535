import { createCssVariablesTheme } from 'shiki';

/** Colours come from `src/styles/tokens.css`, so that code follows the page's theme without a script. */
export const codeTheme = createCssVariablesTheme({ name: 'steady-stream', variablePrefix: '--code-' });
