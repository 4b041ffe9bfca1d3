/**
 * Endings of host names that messengers make links of: all of two Latin letters that countries have, the common ones of the others, the Cyrillic
 * ones, and the reserved ones of tests. A name under an ending that is not here is no link either: it gets a space after its dot.
 */
export const KNOWN_ENDINGS: ReadonlySet<string> = new Set(
  (
    'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co ' +
    'cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn ' +
    'hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn ' +
    'mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd ' +
    'se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ' +
    'ye yt za zm zw ' +
    'com net org edu gov mil int info biz name pro aero coop museum jobs mobi travel tel cat asia post xxx ' +
    'app dev page web site website online shop store top xyz club vip win bid loan men date download stream trade party review science work link click ' +
    'live life today world space tech cloud host hosting press news blog chat email digital agency media network systems solutions services support ' +
    'center company group team work works ltd llc inc gmbh finance money bank cash credit fund exchange market markets trading casino bet game games ' +
    'play fun lol icu cyou sbs cfd rest quest bond buzz monster beauty hair skin makeup best cam bar pub art design photo photos pics gallery video ' +
    'film music audio tube zip mov rip foo how soy boo ing dad phd prof esq meme new day eat fly channel security health care clinic dental doctor ' +
    'hospital pharmacy fit yoga run bike auto cars taxi flights hotel house rent land estate garden farm wine beer cafe coffee pizza kitchen recipes ' +
    'fashion style shoes clothing jewelry gift gifts toys kids baby family love dating singles school academy education university college ' +
    'moscow tatar berlin hamburg koeln bayern wien swiss london paris nyc tokyo amsterdam brussels istanbul africa lat eus gal scot wales ' +
    'google youtube amazon apple microsoft bing yandex vk wiki onion ' +
    'example test invalid localhost local internal lan home corp ' +
    'рф рус москва дети онлайн сайт орг ком бел укр срб мкд бг ею қаз католик'
  ).split(' '),
)

/** Words after a dot that make it the name of a file or of a program. None of them is an ending of hosts. */
export const FILE_ENDINGS: ReadonlySet<string> = new Set(
  'js ts jsx tsx pdf doc docx xls xlsx ppt pptx odt csv txt rtf json xml yaml html htm css png jpg jpeg gif svg webp mp3 mp4 avi exe msi dmg apk rar'.split(
    ' ',
  ),
)
