import type { ChatSession } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Fact } from './fact.tsx'
import { PanelSection } from './panel-section.tsx'
import { shortAddress } from './short-address.ts'

/** What the client reads, where they came from, and with what. */
export function VisitSection({
  card,
  device,
}: {
  readonly card: ChatSession
  readonly device: string | null | undefined
}) {
  const words = useWords()
  const { page, referer, clientIp } = card
  const writesFrom = device ?? card.device
  if (!page && !referer && !clientIp && !writesFrom) return null
  return (
    <PanelSection part="visit" title={words.say('panel.visit')}>
      <dl class="facts">
        <Fact
          label={words.say('panel.page')}
          text={page === null ? null : page.title || shortAddress(page.url)}
          href={page?.url}
          copy={page?.url ?? false}
        />
        <Fact
          label={words.say('panel.referer')}
          text={referer === undefined ? null : shortAddress(referer)}
          href={referer}
          copy={referer ?? false}
        />
        <Fact label={words.say('panel.device')} text={writesFrom} />
        <Fact label={words.say('panel.ip')} text={clientIp} copy />
      </dl>
    </PanelSection>
  )
}
