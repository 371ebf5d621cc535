import { createCssVariablesTheme } from 'shiki';

const theme = createCssVariablesTheme({ name: 'steady-stream', variablePrefix: '--code-' });

const colour = (name: string) => ({ foreground: `var(--code-${name})` });

/**
 * Colours come from `src/styles/tokens.css`, so that code follows the page's theme without a script. Names, types and
 * operators look as the editor draws them, for it takes the highlighted text's place when a reader starts to edit.
 */
export const codeTheme = {
  ...theme,
  tokenColors: [
    ...(theme.tokenColors ?? []),
    {
      scope: [
        'variable',
        'variable.other.object',
        'variable.other.property',
        'support.variable',
        'variable.other.constant',
        'entity.name.function',
        'support.function',
      ],
      settings: colour('foreground'),
    },
    { scope: ['entity.name.type', 'support.class', 'entity.other.attribute-name'], settings: colour('token-function') },
    { scope: ['keyword.operator'], settings: colour('token-punctuation') },
    {
      scope: ['keyword.operator.new', 'keyword.operator.expression', 'support.type'],
      settings: colour('token-keyword'),
    },
  ],
};
