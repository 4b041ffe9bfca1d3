import type { OperatorHistory } from '../client-face.ts'
import type { Http, Query } from '../http.ts'

/** The reads of PROTOCOL.md, HTTP. Ids are put into paths only encoded. */
export function createOperatorHistory(http: Http): OperatorHistory {
  const at = encodeURIComponent
  const get = async <T>(path: string, query?: Query) => (await http.read<T>(path, query)).value
  return {
    sessions: (query) => get('/sessions', { ...query }),
    session: (id) => get(`/sessions/${at(id)}`),
    sessionMessages: (id, query) => get(`/sessions/${at(id)}/messages`, { ...query }),
    sessionNotes: (id, query) => get(`/sessions/${at(id)}/notes`, { ...query }),
    sessionActivities: (id, query) => get(`/sessions/${at(id)}/activities`, { ...query }),
    chatMessages: (chatId, query) => get(`/chats/${at(chatId)}/messages`, { ...query }),
    clientDetails: (id) => get(`/clients/${at(id)}`),
    operators: (query) => get('/operators', { ...query }),
    groups: (query) => get('/groups', { ...query }),
    channels: (query) => get('/channels', { ...query }),
    bots: (query) => get('/bots', { ...query }),
    botActivities: (query) => get('/bots/activity', { ...query }),
    botActivity: (id, query) => get(`/bots/${at(id)}/activity`, { ...query }),
    botVersions: (id, query) => get(`/bots/${at(id)}/versions`, { ...query }),
    articles: (query) => get('/articles', { ...query }),
    article: (id) => get(`/articles/${at(id)}`),
    help: () => get('/help'),
    nodes: () => get('/nodes'),
    push: () => get('/push'),
    cannedReplies: (query) => get('/canned-replies', { ...query }),
  }
}
