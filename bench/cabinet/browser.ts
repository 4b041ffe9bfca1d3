import type { Browser, CDPSession, Page } from 'playwright-core'
import { openContext } from '../../e2e/testing/chromium.ts'
import { READY_BINDING, standProbe, type Probe } from './probe.ts'

/** The cabinet of a signed-in operator, in a browser of its own, with the instruments. */
export interface Cabinet {
  readonly page: Page
  readonly probe: <T>(read: (probe: Probe) => T) => Promise<T>
  /** Waits until the lists stand and the connection is live. */
  readonly ready: () => Promise<Ready>
  /** The files of the application that came over the network until it was ready, compressed as they came, in bytes. */
  readonly applicationBytes: () => number
  /** Processor time of the main thread so far without what measuring takes of it, in ms: it does not depend on who else uses the machine. */
  readonly cpuMs: () => Promise<number>
  /** After a forced collection. Nodes are those of the document. */
  readonly weigh: () => Promise<{ readonly heapBytes: number; readonly nodes: number }>
  readonly close: () => Promise<void>
}

export interface Ready {
  /** Since the navigation began. */
  readonly afterMs: number
  /** Processor time of the main thread until then: all of it, and that of scripts alone. */
  readonly cpuMs: number
  readonly scriptMs: number
}

export interface CabinetWanted {
  readonly url: string
  readonly token: string
  /** How many times slower the processor is made to look. */
  readonly slowdown: number
}

/** How long anything may take here: what is measured on a busy machine shall be late rather than missing. */
const PATIENCE_MS = 120_000

export async function openCabinet(browser: Browser, wanted: CabinetWanted): Promise<Cabinet> {
  const context = await openContext(browser, { viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(PATIENCE_MS)
  await context.addCookies([{ name: 'pult_login', value: wanted.token, url: wanted.url }])
  // What the reader measures by is the same in every language; the function goes over as its text.
  await context.addInitScript(standProbe)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  // Processor time instead of time. It is said here: `enable` without it goes back to time.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await session.send('Network.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: wanted.slowdown })
  const applicationBytes = countBytes(session)
  // The page says by itself when it is ready: to ask it every moment would slow down what is measured.
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', { name: READY_BINDING })
  const ready = whenReady(session)
  await page.goto(wanted.url, { waitUntil: 'commit' })
  const probe: Cabinet['probe'] = (read) =>
    page.evaluate<ReturnType<typeof read>>(`(${String(read)})(globalThis.probe)`)
  return {
    page,
    probe,
    applicationBytes,
    ready: () => ready,
    cpuMs: async () => (await timesOf(session)).cpuMs,
    async weigh() {
      await session.send('HeapProfiler.collectGarbage')
      const nodes = await page.evaluate<number>('document.querySelectorAll("*").length')
      return { heapBytes: (await metrics(session))('JSHeapUsedSize'), nodes }
    },
    close: () => context.close(),
  }
}

function countBytes(session: CDPSession): Cabinet['applicationBytes'] {
  const addresses = new Map<string, string>()
  let application = 0
  session.on('Network.responseReceived', ({ requestId, response }) => addresses.set(requestId, response.url))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!(addresses.get(requestId) ?? '').includes('/api/')) application += encodedDataLength
  })
  return () => application
}

async function whenReady(session: CDPSession): Promise<Ready> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('The cabinet did not get ready.')), PATIENCE_MS)
  const said = new Promise<number>((resolve) =>
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === READY_BINDING) resolve(Number(payload))
    }),
  )
  const afterMs = await Promise.race([said, late.promise])
  clearTimeout(timer)
  const ready = { afterMs, ...(await timesOf(session)) }
  // Whoever listens to the network has every answer kept, which would look like the cabinet's memory.
  await session.send('Network.disable')
  return ready
}

async function timesOf(session: CDPSession): Promise<Omit<Ready, 'afterMs'>> {
  const of = await metrics(session)
  return {
    cpuMs: (of('TaskDuration') - of('DevToolsCommandDuration')) * 1000,
    scriptMs: of('ScriptDuration') * 1000,
  }
}

async function metrics(session: CDPSession): Promise<(name: string) => number> {
  const { metrics: all } = await session.send('Performance.getMetrics')
  return (name) => {
    const found = all.find((one) => one.name === name)
    if (found === undefined) throw new Error(`The browser does not know ${name} any more.`)
    return found.value
  }
}
