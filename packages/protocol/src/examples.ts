/**
 * The golden corpus, as the documents show it: one real frame for each word of the wire. Tests hold each against its schema, so a
 * reader may copy any of them.
 */
export { default as clientCommandExamples } from '../corpus/client-commands.golden.json' with { type: 'json' }
export { default as clientEventExamples } from '../corpus/client-events.golden.json' with { type: 'json' }
export { default as errorExamples } from '../corpus/errors.golden.json' with { type: 'json' }
export { default as httpExamples } from '../corpus/http.golden.json' with { type: 'json' }
export { default as operatorCommandExamples } from '../corpus/operator-commands.golden.json' with { type: 'json' }
export { default as operatorEventExamples } from '../corpus/operator-events.golden.json' with { type: 'json' }
export { default as streamExamples } from '../corpus/stream.golden.json' with { type: 'json' }
