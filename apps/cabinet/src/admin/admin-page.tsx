import { adminSections, type AdminSection } from '../desk/place.ts'
import { OverDesk } from '../commands/over-view.tsx'
import { NewsLines } from '../desk/news-lines.tsx'
import { Rail } from '../desk/rail.tsx'
import { TopBar } from '../desk/top-bar.tsx'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { lazyPart } from '../parts/lazy.tsx'
import { BotsSection } from './bots-section.tsx'
import { CannedSection } from './canned-section.tsx'
import { ChannelsSection } from './channels-section.tsx'
import { GroupsSection } from './groups-section.tsx'
import { OperatorsSection } from './operators-section.tsx'

/** Its drawings, words and style come when somebody looks. */
const ActivitySection = lazyPart(() =>
  import('./activity/activity-section.tsx').then((part) => part.ActivitySection),
)

/** Whoever runs the machines looks when something is wrong. */
const NodesSection = lazyPart(() => import('./nodes/nodes-section.tsx').then((part) => part.NodesSection))

/** So do its words and what splits a file. */
const ArticlesSection = lazyPart(() =>
  import('./articles/articles-section.tsx').then((part) => part.ArticlesSection),
)

const icons: Readonly<Record<AdminSection, IconName>> = {
  operators: 'users',
  groups: 'inbox',
  channels: 'link',
  bots: 'bot',
  articles: 'file',
  activity: 'chart',
  canned: 'bolt',
  nodes: 'device',
}
const forSupervisors: readonly AdminSection[] = ['operators', 'activity', 'canned']

/** Settings: an admin changes them, a supervisor sees the operators and may sign them out. */
export function AdminPage({ section }: { readonly section: AdminSection }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const role = desk.state.me.value?.role
  const sections: readonly AdminSection[] = role === 'admin' ? adminSections : forSupervisors
  const current = sections.find((one) => one === section) ?? 'operators'
  return (
    <div class="admin">
      <Rail />
      <section class="side" aria-label={words.say('admin.title')}>
        <TopBar />
        <nav class="admin-nav" aria-label={words.say('admin.title')}>
          <a
            href="#/"
            class="admin-link"
            onClick={(event) => {
              event.preventDefault()
              app.go({ name: 'desk', sessionId: null })
            }}
          >
            <Icon name="back" /> {words.say('admin.desk')}
          </a>
          {sections.map((one) => (
            <a
              key={one}
              class="admin-link"
              href={`#/admin/${one}`}
              aria-current={one === current ? 'page' : undefined}
              ref={one === current ? showCurrent : null}
            >
              <Icon name={icons[one]} /> {words.say(`admin.${one}`)}
            </a>
          ))}
        </nav>
      </section>
      <main class="admin-main">
        {(role === 'admin' || role === 'supervisor') && (
          <>
            {current === 'operators' && <OperatorsSection />}
            {current === 'groups' && <GroupsSection />}
            {current === 'channels' && <ChannelsSection />}
            {current === 'bots' && <BotsSection />}
            {current === 'articles' && <ArticlesSection />}
            {current === 'activity' && <ActivitySection />}
            {current === 'canned' && <CannedSection />}
            {current === 'nodes' && <NodesSection />}
          </>
        )}
        {role === 'operator' && <p class="empty">{words.say('error.not_allowed')}</p>}
      </main>
      <NewsLines />
      <OverDesk />
    </div>
  )
}

/** On a phone the sections are a line that is longer than the screen. */
function showCurrent(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' })
}
