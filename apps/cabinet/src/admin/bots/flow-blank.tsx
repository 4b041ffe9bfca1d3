import { useWords } from '../../parts/context.ts'
import { useFlowWords } from './flow-words.ts'

/** In the place of a drawing that there is not: nothing was begun yet, or the text cannot be read. */
export function FlowBlank(props: {
  readonly isEmpty: boolean
  readonly onBegin: () => void
  readonly onExample: () => void
  readonly onText: () => void
}) {
  const words = useWords()
  const flowWords = useFlowWords()
  return (
    <div class="flow-blank">
      {props.isEmpty ? (
        <>
          <p>{flowWords.say('draw.begin')}</p>
          <div class="row wrap">
            <button type="button" class="primary" onClick={props.onBegin}>
              {flowWords.say('draw.begin.one')}
            </button>
            <button type="button" onClick={props.onExample}>
              {words.say('bots.example')}
            </button>
          </div>
        </>
      ) : (
        <>
          <p>{flowWords.say('draw.unread')}</p>
          <button type="button" onClick={props.onText}>
            {flowWords.say('draw.unread.text')}
          </button>
        </>
      )}
    </div>
  )
}
