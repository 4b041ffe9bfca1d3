import { useWords } from '../../parts/context.ts'
import { Icon } from '../../parts/icon.tsx'
import type { PlacedProblem } from './flow-reading.ts'

/** What is wrong, each a way to its place. How many is said to whoever does not see it come and go. */
export function FlowProblems(props: {
  readonly problems: readonly PlacedProblem[]
  readonly isEmpty: boolean
  /** Whether lines and columns are of use: in a drawing, each says its node. */
  readonly hasPlaces: boolean
  readonly onGoTo: (problem: PlacedProblem) => void
}) {
  const { problems, isEmpty, onGoTo } = props
  const words = useWords()
  const errors = problems.filter(({ level }) => level === 'error').length
  const summary = isEmpty
    ? words.say('bots.problems.empty')
    : problems.length === 0
      ? words.say('bots.problems.none')
      : errors === 0
        ? words.count('bots.warnings', problems.length)
        : words.count('bots.errors', errors)
  return (
    <div class="flow-problems">
      <p class="row flow-summary" role="status">
        {!isEmpty && <Icon name={problems.length === 0 ? 'check' : 'warning'} />} {summary}
      </p>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem, index) => (
            <li key={index}>
              <button type="button" class={`quiet ${problem.level}`} onClick={() => onGoTo(problem)}>
                <span class="digits flow-place">
                  {props.hasPlaces ? (
                    `${problem.line}:${problem.column}`
                  ) : (
                    <Icon name={problem.level === 'error' ? 'warning' : 'info'} small />
                  )}
                </span>
                <span class="unseen">{words.say(`bots.level.${problem.level}`)}:</span>
                <span>{problem.text}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
