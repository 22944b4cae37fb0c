import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';
import { vantStyles } from './vant-styles.ts';

const vendor = /node_modules[\\/](@vue|vue|vue-router|zod)[\\/]/;

/** The H5 app, built to dist/h5 and served by the server; WeCom's Android webview may be years old, hence the target. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue(), vantStyles(), precompress()],
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
    // What changes with our dependencies only keeps its name over deployments, and so its place in people's caches.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'vendor', test: vendor }] } } },
  },
});
