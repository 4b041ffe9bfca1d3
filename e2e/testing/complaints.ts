import type { BrowserContext } from 'playwright-core'

/** What no page of ours may ever do: throw, open a dialog, break its own content policy. */
export type Complaints = readonly string[]

/** Collects the complaints of every page of a context, those that are opened later too. */
export async function collectComplaints(context: BrowserContext): Promise<Complaints> {
  const complaints: string[] = []
  await context.exposeBinding('pultComplain', (_source, what: string) => void complaints.push(what))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const complain = (globalThis as unknown as { pultComplain: (what: string) => void }).pultComplain
      complain(`policy: ${event.violatedDirective} forbids ${event.blockedURI} in ${event.sourceFile}`)
    })
  })
  context.on('weberror', (thrown) => complaints.push(`thrown: ${String(thrown.error().stack)}`))
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
  })
  return complaints
}
