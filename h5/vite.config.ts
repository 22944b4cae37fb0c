import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { vantStyles } from './vant-styles.ts';

/** The H5 app, built to dist/h5 and served by the server; WeCom's Android webview may be years old, hence the target. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue(), vantStyles()],
  server: { proxy: { '/api': 'http://localhost:8080', '/auth': 'http://localhost:8080' } },
  build: {
    outDir: '../dist/h5',
    emptyOutDir: true,
    target: ['chrome87', 'safari14'],
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
  },
});
