import { expect, test } from 'bun:test'
import { initialOf } from './avatar.tsx'

test('[A4] the sign of a person is what a reader takes for one sign', () => {
  const names = ['emma', ' Ёлкин', '7 wonders', 'é́clair', 'e\u0301mile', '👩‍🚀 Ann', '李伟', '', '   ', '№ 5']
  expect(names.map(initialOf)).toEqual(['E', 'Ё', '7', 'É́', 'E\u0301', '👩‍🚀', '李', '?', '?', '№'])
})
