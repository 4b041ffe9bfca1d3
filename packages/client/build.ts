/**
 * Makes `dist/index.js`: one ES module without dependencies, for browsers, Node 20 and Bun. The types stay in `src`.
 *
 *     bun packages/client/build.ts [folder]
 */
export async function buildClient(folder: string): Promise<void> {
  await Bun.build({
    entrypoints: [new URL('src/index.ts', import.meta.url).pathname],
    outdir: folder,
    target: 'browser',
    format: 'esm',
    sourcemap: 'linked',
  })
}

if (import.meta.main) await buildClient(Bun.argv[2] ?? new URL('dist', import.meta.url).pathname)
