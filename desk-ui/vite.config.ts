import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// Every file is served from /static/ by the desk itself under `default-src 'self'`: nothing may be
// inlined as a data: address, and the page may hold no script or style of its own.
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/" : "/",
  plugins: [svelte({ compilerOptions: { runes: true } })],
  build: {
    outDir: "../src/dateline/desk/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1300,
    license: { fileName: "licenses.md" },
    target: "es2022",
  },
  server: { host: "127.0.0.1", proxy: { "^/(api|originals|exports)/|^/(?!node_modules|src|@)[^?]*\\.(json|csv)|[?&]launch=": "http://127.0.0.1:8765" } },
  test: { include: ["tests/**/*.test.ts"] },
}) as never);
