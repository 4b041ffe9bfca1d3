import type { CannedReply, OperatorCommandInput } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { person } from '../kit/desk.ts'
import type { Deployment } from '../kit/deployment.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { nobodys } from './commands-conversation.ts'
import { found } from './settings-list.ts'

/** Letters and digits of this scenario alone: shared shortcuts are one company's. */
function shortcutOf(pult: Deployment): string {
  return pult
    .unique('s')
    .replaceAll(/[^\p{L}\p{N}_-]/gu, '-')
    .slice(-32)
}

/** Makes a shared reply for as long as `look` looks at it: a deployment has room for so many only. */
async function withShared(
  pult: Deployment,
  more: Partial<OperatorCommandInput['createCannedReply']>,
  look: (cannedReplyId: string, shortcut: string) => Promise<void>,
): Promise<void> {
  const shortcut = shortcutOf(pult)
  const { cannedReplyId } = await pult.admin.ask('createCannedReply', { shortcut, body: 'Hello!', ...more })
  try {
    await look(cannedReplyId, shortcut)
  } finally {
    await pult.admin.send('deleteCannedReply', { cannedReplyId })
  }
}

/** Replies that are kept to be sent again. */
export const cannedReplyScenarios: readonly Scenario[] = [
  scenario(
    'Commands',
    'a shared canned reply is told to everybody, is on everybody’s list, and goes again',
    async (pult) => {
      const anna = await person(pult, { status: 'OFFLINE' })
      const reader = pult.as('OPERATOR', anna.token)
      await withShared(pult, { title: 'Greeting' }, async (cannedReplyId, shortcut) => {
        const isIt = ({ id }: { readonly id: string }): boolean => id === cannedReplyId
        const { data } = await anna.stream.next('cannedReplyUpdated', isIt)
        equal('the reply', data, {
          id: cannedReplyId,
          shortcut,
          title: 'Greeting',
          body: 'Hello!',
          groupId: null,
          operatorId: null,
          updatedAt: data.updatedAt,
          rev: data.rev,
        })
        equal('on the list', await found<CannedReply>(reader, '/canned-replies', cannedReplyId), data)
        const answer = await pult.admin.ask('updateCannedReply', { cannedReplyId, body: 'Good day!' })
        equal('the answer', answer, { cannedReplyId })
        const changed = (await anna.stream.next('cannedReplyUpdated', isIt)).data
        equal('changed', changed, {
          ...data,
          body: 'Good day!',
          updatedAt: changed.updatedAt,
          rev: changed.rev,
        })
        isTrue('rev rises', changed.rev > data.rev)
        await pult.admin.ask('deleteCannedReply', { cannedReplyId })
        await anna.stream.next('cannedReplyDeleted', (gone) => gone.cannedReplyId === cannedReplyId)
        equal('gone', await found<CannedReply>(reader, '/canned-replies', cannedReplyId), undefined)
      })
    },
  ),

  scenario(
    'A9',
    'a group’s canned reply is its members’ and supervisors’ alone; who may not use it any more hears that it is gone',
    async (pult) => {
      const { groupId } = await pult.group()
      const [member, other, chief] = await Promise.all([
        person(pult, { status: 'OFFLINE', groupIds: [groupId] }),
        person(pult, { status: 'OFFLINE' }),
        person(pult, { status: 'OFFLINE', role: 'supervisor' }),
      ])
      await withShared(pult, { groupId }, async (cannedReplyId) => {
        const isIt = ({ id }: { readonly id: string }): boolean => id === cannedReplyId
        await member.stream.next('cannedReplyUpdated', isIt)
        await chief.stream.next('cannedReplyUpdated', isIt)
        await pult.fence(other.stream)
        other.stream.never('cannedReplyUpdated', isIt)
        const reader = pult.as('OPERATOR', other.token)
        equal('on no list', await found<CannedReply>(reader, '/canned-replies', cannedReplyId), undefined)
        for (const command of ['updateCannedReply', 'deleteCannedReply'])
          await reader.refused(command, { cannedReplyId }, 'canned_reply_not_found')
        await pult.as('OPERATOR', member.token).refused('deleteCannedReply', { cannedReplyId }, 'not_allowed')
        const elsewhere = await pult.group()
        await pult.admin.ask('updateCannedReply', { cannedReplyId, groupId: elsewhere.groupId })
        await member.stream.next('cannedReplyDeleted', (gone) => gone.cannedReplyId === cannedReplyId)
        equal('moved', (await chief.stream.next('cannedReplyUpdated', isIt)).data.groupId, elsewhere.groupId)
      })
    },
  ),

  scenario('A8', 'a personal canned reply is its owner’s alone, whoever else asks', async (pult) => {
    const [anna, chief] = await Promise.all([
      person(pult, { status: 'OFFLINE' }),
      person(pult, { status: 'OFFLINE', role: 'supervisor' }),
    ])
    const data = { shortcut: shortcutOf(pult), body: 'Hi, {client.name}!', personal: true }
    const { cannedReplyId } = await anna.stream.ask('createCannedReply', data)
    const isIt = ({ id }: { readonly id: string }): boolean => id === cannedReplyId
    const told = (await anna.stream.next('cannedReplyUpdated', isIt)).data
    equal('whose', [told.operatorId, told.body], [anna.id, data.body])
    await pult.fence(chief.stream)
    chief.stream.never('cannedReplyUpdated', isIt)
    equal(
      'not the admin’s',
      await found<CannedReply>(pult.admin, '/canned-replies', cannedReplyId),
      undefined,
    )
    await pult.admin.refused('deleteCannedReply', { cannedReplyId }, 'canned_reply_not_found')
    await anna.stream.ask('deleteCannedReply', { cannedReplyId })
    await anna.stream.next('cannedReplyDeleted', (gone) => gone.cannedReplyId === cannedReplyId)
  }),

  scenario('C3', 'a shortcut is taken once, in any case; shared ones are for supervisors', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    await withShared(pult, {}, async (_id, shortcut) => {
      const again = { shortcut: shortcut.toUpperCase(), body: 'Hello again!' }
      equal(
        'field',
        (await pult.admin.refused('createCannedReply', again, 'shortcut_taken')).field,
        'data.shortcut',
      )
      await anna.stream.refused('createCannedReply', again, 'not_allowed')
      const own = await anna.stream.ask('createCannedReply', { ...again, personal: true })
      await anna.stream.refused('createCannedReply', { ...again, personal: true }, 'shortcut_taken')
      await anna.stream.ask('deleteCannedReply', own)
    })
    await pult.admin.refused(
      'updateCannedReply',
      { cannedReplyId: 'cnr_nobodys', body: 'x' },
      'canned_reply_not_found',
    )
    const groupId = nobodys('grp')
    await pult.admin.refused(
      'createCannedReply',
      { shortcut: shortcutOf(pult), body: 'x', groupId },
      'group_not_found',
    )
  }),
]
