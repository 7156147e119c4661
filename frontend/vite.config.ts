/** Builds the sign-in and the workspace; the server finds the built files through `.vite/manifest.json`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  base: '/assets/frontend/',
  publicDir: false,
  build: {
    outDir: '../build/frontend',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A data: font or style would need a wider Content-Security-Policy than ours.
    assetsInlineLimit: 0,
    rollupOptions: { input: { signin: `${here}signin.tsx`, workspace: `${here}workspace.tsx` } },
  },
});
