import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Middleware } from 'koa';
import serveStatic from 'koa-static';
import { getMe } from './contract/session.ts';
import { sessionCookie } from './kernel/http.ts';

/** What a page needs besides the files of every page, by its address with `:name` for ids; the build of the H5 writes it. */
type Arrivals = Record<string, { files: string[]; answers: string[] }>;

/**
 * The built H5: hashed assets (packed by the build) are kept for a year, the page itself never. It comes with what the browser fetches beside
 * the first scripts instead of after them, and names the answers among that for the code that takes them, see h5/arriving.ts.
 */
export const servePages = (folder: string): Middleware[] => {
  const arrivals = readArrivals(join(folder, '.vite/arrivals.json'));
  return [
    serveStatic(folder, {
      index: false,
      setHeaders: (response, path) =>
        response.setHeader(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    }),
    async (ctx, next) => {
      const isPage = ctx.method === 'GET' && !ctx.path.startsWith('/api/') && !/\.[a-z0-9]{2,5}$/i.test(ctx.path);
      if (!isPage) return next();
      ctx.type = 'html';
      ctx.set('cache-control', 'no-cache');
      const page = await readFile(join(folder, 'index.html'), 'utf8');
      if (!ctx.cookies.get(sessionCookie)) return void (ctx.body = page);
      const { files, answers } = arrivalOf(arrivals, ctx.path, ctx.querystring);
      ctx.set('link', [...answers.map(announceAnswer), ...files.map(announceFile)].join(', '));
      ctx.body = page.replace('</head>', `  <meta name="answers" content="${answers.join(' ')}" />\n  </head>`);
    },
  ];
};

const readArrivals = (file: string): Arrivals =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Arrivals) : {};

/** What the page at an address needs first: who is asking, its own code, and what it asks, unless a query makes that another question. */
const arrivalOf = (arrivals: Arrivals, path: string, query: string): { files: string[]; answers: string[] } => {
  const address = path.replace(/\/\d+(?=\/|$)/g, '/:id');
  const { files, answers } = arrivals[address] ?? { files: [], answers: [] };
  const id = /\d+/.exec(path)?.[0] ?? '';
  return { files, answers: [getMe.path, ...(query ? [] : answers)].map((answer) => answer.replace(':id', id)) };
};

const announceAnswer = (path: string): string => `<${path}>; rel=preload; as=fetch; crossorigin`;
const announceFile = (file: string): string =>
  file.endsWith('.css')
    ? `</${file}>; rel=preload; as=style; crossorigin`
    : `</${file}>; rel=modulepreload; crossorigin`;
