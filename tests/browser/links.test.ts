import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCourse, readExercise } from '../../playground/checks/exercise-folder.ts';
import { type BuiltPage, builtPages, readPage } from './built-pages.ts';

const site = 'dist/site';
const slugs = (await readCourse()).groups.flatMap(({ lessons }) => lessons);

let pages: readonly BuiltPage[] = [];

beforeAll(async () => {
  pages = await builtPages(site);
});

async function isFile(path: string): Promise<boolean> {
  return stat(join(site, decodeURIComponent(path))).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** What is wrong with one address; null when it leads somewhere. */
async function problem(page: BuiltPage, address: string): Promise<string | null> {
  const from = `https://site.invalid${page.path}`;
  if (!URL.canParse(address, from)) return 'is no address';
  const url = new URL(address, from);
  if (url.host !== 'site.invalid')
    return url.protocol === 'https:' || url.protocol === 'mailto:' ? null : 'is not https';
  const target = pages.find(({ path }) => path === url.pathname);
  if (!target) return (await isFile(url.pathname)) ? null : 'leads nowhere';
  const anchor = decodeURIComponent(url.hash.slice(1));
  return anchor === '' || target.ids.includes(anchor) ? null : `${target.path} has no “${anchor}”`;
}

describe('the built site', () => {
  it('has a page for the course, its glossary, each lesson, and what is not there', () => {
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/', '/404.html', '/glossary/', ...slugs.map((slug) => `/lessons/${slug}/`)]),
    );
  });

  it('has no link that leads nowhere', async () => {
    const broken: string[] = [];
    let followed = 0;
    for (const page of pages) {
      for (const { element, attribute, address } of page.references) {
        followed++;
        const what = await problem(page, address);
        if (what !== null) broken.push(`${page.path}: <${element} ${attribute}="${address}"> ${what}`);
      }
    }
    expect(broken).toEqual([]);
    expect(followed).toBeGreaterThan(slugs.length * 30);
  });

  it('gives no id twice on one page', () => {
    const twice = pages.flatMap(({ path, ids }) =>
      ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${path}: ${id}`),
    );
    expect(twice).toEqual([]);
  });

  it.each(slugs)('%s: each check leads to a section of its lesson', async (slug) => {
    const { dir } = await readExercise(slug);
    const module: { default: readonly { id: string; section: string }[] } = await import(join(dir, 'checks.ts'));
    const page = pages.find(({ path }) => path === `/lessons/${slug}/`);
    const missing = module.default.filter(({ section }) => !page?.ids.includes(section));
    expect(missing.map(({ id, section }) => `${id}: ${section}`)).toEqual([]);
  });
});

describe('the reader of built pages', () => {
  it('finds ids and addresses, and leaves scripts and comments alone', () => {
    const html = `<!doctype html><a id="a" href='/x/?b=1&amp;c=2#d'>x</a><!-- <a href="/no/"> -->
      <script src="/s.js">const t = '<a href="/no/">';</script><img src=/i.svg><astro-island uid="u" component-url="/w.js" props="{&quot;href=&quot;:1}">`;
    expect(readPage('/', html)).toEqual({
      path: '/',
      ids: ['a'],
      references: [
        { element: 'a', attribute: 'href', address: '/x/?b=1&c=2#d' },
        { element: 'script', attribute: 'src', address: '/s.js' },
        { element: 'img', attribute: 'src', address: '/i.svg' },
        { element: 'astro-island', attribute: 'component-url', address: '/w.js' },
      ],
    });
  });
});
