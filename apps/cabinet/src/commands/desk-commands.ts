import { always, onDesk, type Command } from './command.ts'

/** What concerns the whole desk and whoever sits at it. */
export const deskCommands: readonly Command[] = [
  {
    id: 'keys',
    words: 'key.sheet',
    icon: 'keyboard',
    section: 'desk',
    keys: ['?'],
    when: always,
    run: ({ desk }) => {
      desk.over.value = { name: 'keys' }
    },
  },
  {
    id: 'preferences',
    words: 'app.preferences',
    icon: 'settings',
    section: 'desk',
    keys: ['Mod+Comma'],
    when: always,
    run: ({ desk }) => {
      desk.over.value = { name: 'preferences' }
    },
  },
  {
    id: 'online',
    words: 'key.online',
    icon: 'check',
    section: 'desk',
    keys: [],
    when: otherStatus('ONLINE'),
    run: setStatus('ONLINE'),
  },
  {
    id: 'away',
    words: 'key.away',
    icon: 'away',
    section: 'desk',
    keys: [],
    when: otherStatus('AWAY'),
    run: setStatus('AWAY'),
  },
  {
    id: 'offline',
    words: 'key.offline',
    icon: 'moon',
    section: 'desk',
    keys: [],
    when: otherStatus('OFFLINE'),
    run: setStatus('OFFLINE'),
  },
  {
    id: 'settings',
    words: 'admin.open',
    icon: 'gear',
    section: 'desk',
    keys: [],
    when: (c) => onDesk(c) && (c.desk.state.me.value?.role ?? 'operator') !== 'operator',
    run: ({ app }) => app.go({ name: 'admin', section: 'operators' }),
  },
  {
    id: 'chats',
    words: 'admin.desk',
    icon: 'chat',
    section: 'desk',
    keys: [],
    when: (c) => !onDesk(c),
    run: ({ app }) => app.go({ name: 'desk', sessionId: null }),
  },
]

function otherStatus(status: 'ONLINE' | 'AWAY' | 'OFFLINE'): Command['when'] {
  return ({ desk }) => desk.state.me.value?.status !== status
}

function setStatus(status: 'ONLINE' | 'AWAY' | 'OFFLINE'): Command['run'] {
  return ({ desk }) => {
    desk.client.command('setStatus', { status }).catch((error: unknown) => desk.news.tellError(error))
  }
}
