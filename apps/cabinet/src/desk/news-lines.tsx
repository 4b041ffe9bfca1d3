import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'

/** What happened elsewhere on the desk, in the corner, read out politely. */
export function NewsLines() {
  const desk = useDesk()
  const words = useWords()
  return (
    <div class="news" role="status" aria-live="polite">
      {desk.news.lines.value.map((line) => (
        <div key={line.id} class="news-line">
          {line.sessionId === null ? (
            <span>{line.text(words)}</span>
          ) : (
            <a
              href={`#/chat/${encodeURIComponent(line.sessionId)}`}
              onClick={() => desk.news.dismiss(line.id)}
            >
              {line.text(words)}
            </a>
          )}
          <button
            type="button"
            class="quiet square"
            aria-label={words.say('app.close')}
            onClick={() => desk.news.dismiss(line.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  )
}
