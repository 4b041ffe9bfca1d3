import { equal, isPresent } from '../expect.ts'
import { desk, visitor } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

export const valueScenarios: readonly Scenario[] = [
  scenario('V1', 'a session that nobody may have is in Help, with a person wanted', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
    const [anna] = people
    isPresent('the operator', anna)
    const { stream } = await visitor(pult, channel)
    const { sessionId } = await stream.ask('sendMessage', { body: 'Is anybody there?' })
    const { data } = await anna.stream.next('operatorNotFound', (session) => session.sessionId === sessionId)
    equal('botStatus', data.botStatus, 'HELP')
    equal('operatorType', data.operatorType, 'OPERATOR')
    equal('status', data.status, 'ACTIVE')
  }),
]
