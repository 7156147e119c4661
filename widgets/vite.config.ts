// Two bundles of different kinds from one command: the panel, a module with lazy parts, and the loader, one classic script.

import { defineConfig } from 'vite';

const target = ['chrome123', 'edge123', 'firefox121', 'safari17.5'];

/** What is loaded when asked for; everything else is one file. */
const CALL = /panel\/call\/|\/talk\/|icons\/(grid-3x3|mic|mic-off|monitor-up|phone-off|video)\./;
const ROWS = /(rows|units|waiting)\.(tsx?|css)|icons\/file\./;
const OTHERS =
  /(emoji|earlier|ended|entries|greeting|invited|opening|prove|site|uploads?|transcript|polling|sound|words)\.(tsx?|css)|icons\/download\./;

export default defineConfig({
  root: import.meta.dirname,
  base: '/assets/widgets/',
  publicDir: false,
  oxc: { jsx: { importSource: 'preact' } },
  define: { 'process.env.NODE_ENV': '"production"' },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: '../build/widgets/panel',
        emptyOutDir: true,
        manifest: true,
        target,
        // As a library, because only then does Vite leave `import()` to the browser instead of wrapping it.
        lib: { entry: 'panel/main.tsx', formats: ['es'] },
        rolldownOptions: {
          // Lazy parts take what they share from the panel itself: a chunk of its own would be one more request.
          preserveEntrySignatures: 'allow-extension',
          output: {
            minify: true,
            comments: false,
            codeSplitting: {
              groups: [
                { name: 'panel', test: (id: string) => ![CALL, ROWS, OTHERS].some((lazy) => lazy.test(id)) },
                { name: 'rows', test: ROWS },
              ],
            },
            entryFileNames: '[name]-[hash].js',
            chunkFileNames: '[name]-[hash].js',
          },
        },
      },
    },
    loader: {
      consumer: 'client',
      build: {
        outDir: '../build/widgets/loader',
        emptyOutDir: true,
        target,
        rolldownOptions: {
          input: 'loader/loader.ts',
          output: { format: 'iife', entryFileNames: 'loader.js' },
        },
      },
    },
  },
});
