import { ARTICLE_CHARS_MAX, NAME_CHARS_MAX, URL_CHARS_MAX, type Article } from '@pult/protocol'
import { useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { FormEnd } from '../../parts/form-end.tsx'
import { formText, submitted } from '../../parts/form-text.ts'
import { useAsking } from '../../parts/use-asking.ts'
import { listIn } from '../form-values.ts'
import { useModelWords } from '../models/model-words.ts'

/** An article is written here, or pasted. */
export function ArticleDialog(props: {
  /** Null: a new one. */
  readonly article: Article | null
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const { article, onClose, onDone } = props
  const { client } = useDesk()
  const words = useWords()
  const modelWords = useModelWords()
  const { busy, trouble, ask } = useAsking()
  const [chars, setChars] = useState(article?.body.length ?? 0)

  async function send(form: FormData): Promise<void> {
    const url = formText(form, 'url').trim()
    const data = {
      title: formText(form, 'title').trim(),
      body: formText(form, 'body').trim(),
      url: url === '' ? null : url,
      tags: listIn(form, 'tags'),
    }
    await (article === null
      ? client.command('createArticle', data)
      : client.command('updateArticle', { articleId: article.id, ...data }))
  }
  return (
    <Dialog
      title={modelWords.say(article === null ? 'articles.new' : 'articles.edit')}
      onClose={onClose}
      wide
    >
      <form
        class="stack"
        onSubmit={(event) => {
          const form = submitted(event)
          ask(
            () => send(form),
            () => {
              onDone()
              onClose()
            },
          )
        }}
      >
        <Field label={modelWords.say('articles.name')}>
          <input
            name="title"
            required
            maxLength={NAME_CHARS_MAX}
            defaultValue={article?.title ?? ''}
            autofocus
          />
        </Field>
        <Field
          label={modelWords.say('articles.body')}
          hint={`${modelWords.say('articles.body.hint')} ${modelWords.say('articles.left', {
            used: words.number(chars),
            max: words.number(ARTICLE_CHARS_MAX),
          })}`}
        >
          <textarea
            name="body"
            class="article-body"
            required
            maxLength={ARTICLE_CHARS_MAX}
            defaultValue={article?.body ?? ''}
            onInput={({ currentTarget }) => setChars(currentTarget.value.length)}
          />
        </Field>
        <div class="model-pair">
          <Field label={modelWords.say('articles.url')} hint={modelWords.say('articles.url.hint')}>
            <input
              name="url"
              type="url"
              maxLength={URL_CHARS_MAX}
              placeholder="https://"
              defaultValue={article?.url ?? ''}
            />
          </Field>
          <Field label={modelWords.say('articles.tags')} hint={modelWords.say('articles.tags.hint')}>
            <input name="tags" autocomplete="off" defaultValue={article?.tags.join(', ') ?? ''} />
          </Field>
        </div>
        <FormEnd
          trouble={trouble}
          busy={busy}
          submit={words.say(article === null ? 'admin.create' : 'app.save')}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
