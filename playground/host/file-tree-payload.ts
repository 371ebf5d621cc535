import type { FileTree } from '#machine/files.ts';

/** A tree of files as `@webcontainer/api` sends it to `mount`: `d` for a folder's entries, `f.c` for a file's content (with `b`, one character a byte), `f.l` for a link. */
interface PayloadFolder {
  readonly d: Readonly<Record<string, PayloadNode>>;
}

interface FileContent {
  readonly c: string;
  readonly b?: boolean;
}

type PayloadNode = PayloadFolder | { readonly f: FileContent | { readonly l: string } };

/** Writes a mounted tree below `root`, which is made if need be. Throws on what is no such tree. */
export function loadPayload(files: FileTree, payload: Uint8Array, root: string): void {
  let tree: PayloadFolder;
  try {
    tree = JSON.parse(new TextDecoder().decode(payload)) as PayloadFolder;
  } catch {
    throw new Error('mount: this host takes a tree of files. Binary snapshots need the WebContainer host.');
  }
  files.mkdir(root, true);
  const visit = (folder: PayloadFolder, at: string) => {
    for (const [name, node] of Object.entries(folder.d)) {
      const path = `${at}/${name}`;
      if ('d' in node) {
        files.mkdir(path, true);
        visit(node, path);
      } else if ('c' in node.f) files.write(path, contentOf(node.f));
      else throw new Error(`mount: ${path} is a symbolic link, which this host does not have.`);
    }
  };
  visit(tree, root);
}

function contentOf({ c, b }: FileContent): Uint8Array {
  return b ? Uint8Array.from(c, (character) => character.charCodeAt(0)) : new TextEncoder().encode(c);
}

function toContent(bytes: Uint8Array): FileContent {
  try {
    return { c: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { c: Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''), b: true };
  }
}

/** The same tree back, for `export`. */
export function toPayload(files: FileTree, root: string): PayloadFolder {
  const entries: Record<string, PayloadNode> = {};
  for (const name of files.list(root)) {
    const path = `${root}/${name}`;
    const node = files.stat(path);
    entries[name] = node.kind === 'directory' ? toPayload(files, path) : { f: toContent(node.bytes) };
  }
  return { d: entries };
}
