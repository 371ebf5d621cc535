/** What the page that holds the machine is asked to run. */
export interface Program {
  /** Path below the program's folder to content, in base64. */
  readonly files: Readonly<Record<string, string>>;
  /** Of `node`: a file in the folder, then the program's own arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where the page sends what programs print. */
export const OUTPUT_PATH = '/output';

declare global {
  /** Set by the page once its machine has booted. */
  var runProgram: ((program: Program) => Promise<number>) | undefined;
}
