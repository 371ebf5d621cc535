/** The operations that exist in all three styles, by their names. */
import * as content from './content.ts';
import { cp } from './copy-tree.ts';
import * as tree from './tree.ts';

export const operations = {
  access: tree.access,
  appendFile: content.appendFile,
  chmod: tree.ownershipAs('chmod'),
  chown: tree.ownershipAs('chown'),
  copyFile: content.copyFile,
  cp,
  lchown: tree.ownershipAs('lchown'),
  link: tree.linkAs('link'),
  lstat: tree.lstat,
  lutimes: tree.utimesAs('lutime'),
  mkdir: tree.mkdir,
  mkdtemp: tree.mkdtemp,
  readdir: tree.readdir,
  readFile: content.readFile,
  readlink: tree.readlink,
  realpath: tree.realpathAs('realpath'),
  rename: tree.rename,
  rm: tree.rm,
  rmdir: tree.rmdir,
  stat: tree.stat,
  statfs: tree.statfs,
  symlink: tree.linkAs('symlink'),
  truncate: content.truncate,
  unlink: tree.unlink,
  utimes: tree.utimesAs('utime'),
  writeFile: content.writeFile,
};
