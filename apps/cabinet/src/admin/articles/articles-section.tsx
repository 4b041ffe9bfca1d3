import { ARTICLES_CHARS_MAX, type Article, type ArticleHead } from '@pult/protocol'
import { useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Trouble } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Menu } from '../../parts/menu.tsx'
import '../models/models-style.ts'
import { useModelWords } from '../models/model-words.ts'
import { SettingDialog } from '../setting-dialog.tsx'
import { ArticleDialog } from './article-dialog.tsx'
import { useArticles } from './use-articles.ts'
import { useUpload } from './use-upload.ts'

type Doing =
  | { readonly name: 'edit'; readonly article: Article | null }
  | { readonly name: 'delete'; readonly article: ArticleHead }

/** What bots by a model answer from: written here, pasted, or uploaded; with how much room is left. */
export function ArticlesSection() {
  const { client, news, nowMs } = useDesk()
  const words = useWords()
  const modelWords = useModelWords()
  const { items: articles, trouble, read } = useArticles()
  const [doing, setDoing] = useState<Doing | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const { name: uploading, upload } = useUpload(read)
  const used = articles?.reduce((sum, { chars }) => sum + chars, 0) ?? 0

  function edit({ id }: ArticleHead): void {
    client.history
      .article(id)
      .then((article) => setDoing({ name: 'edit', article }))
      .catch((error: unknown) => news.tellError(error))
  }
  return (
    <section class="admin-section">
      <header class="admin-head articles-head">
        <h1 class="grow">{modelWords.say('articles.title')}</h1>
        <input
          ref={files}
          type="file"
          hidden
          multiple
          accept=".md,.markdown,.txt,text/markdown,text/plain"
          onChange={({ currentTarget }) => {
            upload([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
        <button type="button" disabled={uploading !== null} onClick={() => files.current?.click()}>
          <Icon name="file" /> {modelWords.say('articles.upload')}
        </button>
        <button type="button" class="primary" onClick={() => setDoing({ name: 'edit', article: null })}>
          <Icon name="plus" /> {modelWords.say('articles.new')}
        </button>
      </header>
      <p class="dim">{modelWords.say('articles.lead')}</p>
      <p role="status" class="articles-size dim">
        {uploading !== null
          ? modelWords.say('articles.uploading', { name: uploading })
          : articles !== null &&
            articles.length > 0 && (
              <>
                {modelWords.count('model.articles', articles.length)} ·{' '}
                {modelWords.say('articles.size', {
                  used: words.number(used),
                  max: words.number(ARTICLES_CHARS_MAX),
                })}
              </>
            )}
      </p>
      {articles !== null && articles.length === 0 && <p class="empty">{modelWords.say('articles.empty')}</p>}
      {articles !== null && articles.length > 0 && (
        <ul class="cards">
          {articles.map((article) => (
            <li key={article.id} class="card wrap">
              <div class="grow article-name">
                <strong>{article.title}</strong>{' '}
                {article.tags.map((tag) => (
                  <span key={tag} class="mark-chip">
                    {tag}
                  </span>
                ))}
                <p class="dim cut">
                  {modelWords.count('articles.chars', article.chars)} ·{' '}
                  {words.shortDate(article.updatedAt, nowMs.value)}
                  {article.url !== null && ` · ${article.url}`}
                </p>
              </div>
              <button type="button" onClick={() => edit(article)}>
                {words.say('admin.edit')}
              </button>
              <Menu
                class="to-left"
                label={`${words.say('act.more')}: ${article.title}`}
                icon="more"
                items={[
                  {
                    label: modelWords.say('articles.delete'),
                    icon: 'trash',
                    danger: true,
                    run: () => setDoing({ name: 'delete', article }),
                  },
                ]}
              />
            </li>
          ))}
        </ul>
      )}
      <Trouble text={trouble} />
      {trouble !== null && (
        <button type="button" onClick={read}>
          {words.say('app.retry')}
        </button>
      )}
      {doing?.name === 'edit' && (
        <ArticleDialog article={doing.article} onClose={() => setDoing(null)} onDone={read} />
      )}
      {doing?.name === 'delete' && (
        <SettingDialog
          title={modelWords.say('articles.delete.title', { name: doing.article.title })}
          submitLabel={modelWords.say('articles.delete')}
          danger
          send={() => client.command('deleteArticle', { articleId: doing.article.id }).then(read)}
          onClose={() => setDoing(null)}
        >
          <p>{modelWords.say('articles.delete.sure')}</p>
        </SettingDialog>
      )}
    </section>
  )
}
