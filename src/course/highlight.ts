import { type BundledLanguage, codeToHtml } from 'shiki';
import { codeTheme } from './code-theme.ts';

const languages: Readonly<Record<string, BundledLanguage>> = {
  ts: 'typescript',
  js: 'javascript',
  html: 'html',
  css: 'css',
  json: 'json',
  conf: 'nginx',
  yaml: 'yaml',
  yml: 'yaml',
  py: 'python',
};

/** The lines of a file as HTML, one `<span class="line">` each, coloured by its extension. */
export async function highlight(file: string, text: string): Promise<string> {
  const lang = languages[file.slice(file.lastIndexOf('.') + 1)] ?? 'text';
  const html = await codeToHtml(text.replace(/\n$/, ''), { lang, theme: codeTheme });
  return html.slice(html.indexOf('<code>') + '<code>'.length, html.lastIndexOf('</code>'));
}
