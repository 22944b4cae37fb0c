import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { announceArrivals } from './arrivals.ts';
import { precompress } from './precompress.ts';
import { vantStyles } from './vant-styles.ts';

/**
 * Few requests, since each costs a round trip on a phone: what changes with our dependencies only (and so keeps its place in people's caches
 * over deployments), what the first screen needs, and what more than one other page needs. Each page's own code comes beside them.
 */
const chunks = [
  { name: 'vendor', test: /node_modules[\\/](@vue|vue|vue-router|zod)[\\/]/, priority: 4 },
  { name: 'first', tags: ['$initial' as const], priority: 3 },
  { name: 'vant', test: /node_modules[\\/](vant|@vant)[\\/]/, minShareCount: 2, priority: 2 },
  { name: 'pages', test: /[\\/](h5|server[\\/]contract)[\\/]/, minShareCount: 2, priority: 1 },
];

/** The H5 app, built to dist/h5 and served by the server; WeCom's Android webview may be years old, hence the target. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue(), vantStyles(), announceArrivals(), precompress()],
  // Neither the components here nor Vant's use the options API.
  define: { __VUE_OPTIONS_API__: false },
  server: { proxy: { '/api': 'http://localhost:8080', '/auth': 'http://localhost:8080' } },
  build: {
    outDir: '../dist/h5',
    emptyOutDir: true,
    manifest: true,
    target: ['chrome87', 'safari14'],
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
});
