/** The page that holds a machine for programs run from the command line. */
import { type FileSystemTree, WebContainer } from '@webcontainer/api';
import { OUTPUT_PATH, type Program } from './protocol.ts';

Object.assign(globalThis, { WEBCONTAINER_API_IFRAME_URL: document.documentElement.dataset.runtime });
const machine = await WebContainer.boot({ workdirName: 'programs' });
let programs = 0;

globalThis.runProgram = async ({ files, args, env }: Program) => {
  const folder = String(++programs);
  await machine.fs.mkdir(folder);
  await machine.mount(toTree(files), { mountPoint: folder });
  const process = await machine.spawn('node', [...args], { cwd: folder, env: { ...env } });
  await process.output.pipeTo(
    new WritableStream({
      async write(text) {
        await fetch(OUTPUT_PATH, { method: 'POST', body: text });
      },
    }),
  );
  const code = await process.exit;
  await machine.fs.rm(folder, { recursive: true });
  return code;
};

function toTree(files: Program['files']): FileSystemTree {
  const root: FileSystemTree = {};
  for (const [path, content] of Object.entries(files)) {
    const names = path.split('/');
    const name = names.pop()!;
    let folder = root;
    for (const part of names) {
      const entry = folder[part] ?? { directory: {} };
      folder[part] = entry;
      if (!('directory' in entry)) throw new Error(`${part} is both a file and a folder`);
      folder = entry.directory;
    }
    folder[name] = { file: { contents: Uint8Array.from(atob(content), (character) => character.charCodeAt(0)) } };
  }
  return root;
}
