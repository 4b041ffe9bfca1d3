import type { OperatorHistory } from '../client-face.ts'
import type { Http } from '../http.ts'

/** The reads of PROTOCOL.md, HTTP. Ids are put into paths only encoded. */
export function createOperatorHistory(http: Http): OperatorHistory {
  const at = encodeURIComponent
  return {
    sessions: (query) => http.get('/sessions', { ...query }),
    session: (id) => http.get(`/sessions/${at(id)}`),
    sessionMessages: (id, query) => http.get(`/sessions/${at(id)}/messages`, { ...query }),
    sessionNotes: (id, query) => http.get(`/sessions/${at(id)}/notes`, { ...query }),
    chatMessages: (chatId, query) => http.get(`/chats/${at(chatId)}/messages`, { ...query }),
    clientDetails: (id) => http.get(`/clients/${at(id)}`),
    operators: (query) => http.get('/operators', { ...query }),
    groups: (query) => http.get('/groups', { ...query }),
    channels: (query) => http.get('/channels', { ...query }),
  }
}
