import { transform } from 'sucrase';

/**
 * Removes types; what is left stands on the lines where it stood. A syntax error becomes a module that throws it, so that
 * it is met where Node would have met it: when the file is run.
 */
export function stripTypes(source: string, file: string): string {
  try {
    return transform(source, {
      transforms: ['typescript'],
      disableESTransforms: true,
      keepUnusedImports: true,
      filePath: file,
    }).code;
  } catch (error) {
    // “Error transforming server.ts: Unexpected token (3:7)”
    const message = error instanceof Error ? error.message.replace(/^Error transforming .*?: /, '') : String(error);
    return `throw new SyntaxError(${JSON.stringify(`${file}: ${message}`)});\nexport {};\n`;
  }
}
