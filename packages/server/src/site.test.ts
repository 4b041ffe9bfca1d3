import { expect, test } from 'bun:test'
import { temporaryFolder } from '../testing/program.ts'
import { openSite } from './site.ts'

test('[SV19] the icon that browsers ask for by themselves is the project’s own', async () => {
  using folder = temporaryFolder()
  const pages = openSite({ directory: folder.path, https: false, demoChannelKey: () => 'key' })
  const load = (path: string): Promise<Response | null> => pages(new Request(`http://localhost${path}`))
  const asked = await load('/favicon.ico')
  expect(asked?.status).toBe(302)
  expect(asked?.headers.get('x-content-type-options')).toBe('nosniff')
  const icon = await load(asked?.headers.get('location') ?? '')
  expect(icon?.headers.get('content-type')).toStartWith('image/svg+xml')
  expect(await icon?.text()).toBe(
    await Bun.file(new URL('../../../apps/cabinet/src/favicon.svg', import.meta.url)).text(),
  )
})
