/** English: the editor of scenarios, loaded with it. */
export const en = {
  'flow.versions': 'Versions',
  'flow.version': 'Version {version}',
  'flow.versions.none': 'Nothing was published yet. Each publication is kept here.',
  'flow.versions.first': 'The first that is kept, whole.',
  'flow.versions.since': 'What it changed of version {version}.',
  'flow.versions.open': 'Open as draft',
  'flow.versions.opened': 'Version {version} is the draft now, and not published.',
  'flow.changes': 'Differences, line by line',
  'flow.same': 'The same scenario: at most its nodes were moved about.',
  'flow.skipped': { one: '{count} line that is the same', other: '{count} lines that are the same' },
  'flow.line.added': 'New',
  'flow.line.gone': 'Gone',
  'flow.conflict': 'Somebody else saved this scenario',
  'flow.conflict.lead':
    'It was saved on {at}, after you opened it. Nothing of yours was saved yet; decide whose stays.',
  'flow.conflict.changes': 'Of theirs, yours changes:',
  'flow.conflict.see': 'See the differences',
  'flow.conflict.take': 'Take theirs',
  'flow.conflict.overwrite': 'Overwrite with mine',
  'flow.saved': 'Draft saved.',
} as const
