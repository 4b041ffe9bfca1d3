/** The demo page in Russian. The keys of `page` are the `data-word`s of `demo.html`. */
export const demoRussian: { readonly title: string; readonly page: Readonly<Record<string, string>> } = {
  title: 'Северный чайник — чай и посуда',
  page: {
    hint: 'Это демонстрационный магазин: напишите в чат справа внизу. Затем откройте [кабинет] в другом окне и ответьте как оператор.',
    brand: 'Северный чайник',
    teas: 'Чай',
    delivery: 'Доставка',
    heroTitle: 'Чай для долгих вечеров',
    heroText:
      'Небольшие партии с горных садов, упакованные в день отправки. Не знаете, что выбрать? Спросите: мы ответим в чате.',
    ask: 'Задать вопрос',
    sceneTitle: 'Чайник и чашка под луной',
    teasTitle: 'Что берут в ноябре',
    greenName: 'Утренний туман',
    greenText: 'Зелёный, свежий, со вкусом молодого горошка.',
    greenPrice: '720 ₽ · 100 г',
    redName: 'Уголёк',
    redText: 'Красный, плотный, с мёдом и сушёной грушей.',
    redPrice: '890 ₽ · 100 г',
    darkName: 'Старый погреб',
    darkText: 'Пуэр восьми лет: грецкий орех, дерево, тишина.',
    darkPrice: '1 500 ₽ · блин',
    deliveryTitle: 'Доставка',
    deliveryText: 'Упакуем сегодня, отправим завтра. От 3 000 ₽ — бесплатно.',
    footer: 'Выдуманный магазин, который показывает настоящий чат.',
  },
}
