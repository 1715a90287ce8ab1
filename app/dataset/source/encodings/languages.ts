// The characters that text in each language consists of, as far as they help to tell encodings apart: the letters beyond ASCII
// of alphabets; the most frequent characters of Korean, Chinese and Japanese, and those of names, places and table headers. The
// lists only say how plausible a text is; they are not a dictionary.
import iconv from 'iconv-lite';
import type { Encoding } from '../../../contract/table/reading.ts';

/** Characters, and the share of a language's characters beyond ASCII that they make up together. */
export interface Group {
  characters: string;
  share: number;
}

export interface Language {
  groups: Group[];
  /** Whether its letters occur among ASCII letters; otherwise they occur among their own kind. */
  latin: boolean;
  encodings: readonly Encoding[];
  /** Natural logarithm of how much rarer such files are than Western European ones. */
  prior: number;
}

function range(from: number, to: number): string {
  let characters = '';
  for (let code = from; code <= to; code++) characters += String.fromCharCode(code);
  return characters;
}

/** Two-byte characters with first bytes `from` to `to` and second bytes from both halves, where the set has them. */
function pairs(
  encoding: 'cp949' | 'gb18030' | 'big5' | 'shift_jis',
  from: number,
  to: number,
  seconds: number[],
): string {
  const bytes: number[] = [];
  for (let first = from; first <= to; first++) for (const second of seconds) bytes.push(first, second);
  return iconv.decode(Buffer.from(bytes), encoding).replace(/[^\p{Script=Hangul}\p{Script=Han}]/gu, '');
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const upper = numbers(0xa1, 0xfe);

const western = ['iso-8859-1', 'windows-1252', 'iso-8859-15', 'macintosh'] as const;
const central = ['windows-1250', 'iso-8859-2'] as const;
const cyrillic = ['windows-1251', 'koi8-r', 'ibm866'] as const;

/** Common letters, then rare ones and capitals, then the encodings. */
const alphabets: [common: string, rare: string, encodings: readonly Encoding[], prior: number][] = [
  ['äöüß', 'ÄÖÜéèàç', western, 0],
  ['éèàêç', 'âîôûùëïœÉÀÈÊÇŒÎÔ', western, 0],
  ['óáíéñú', 'üÁÉÍÓÚÑ¿¡ºªçàèòïÇ', western, 0],
  ['ãçáéóõíêúâ', 'ôàüÃÇÁÉÓÕÍÊÚÂºª', western, 0],
  ['àèòùì', 'éÀÈÉÒÙÌ', western, 0],
  ['åäöøæ', 'éüÅÄÖØÆ', western, 0],
  ['áíéóðþöæúý', 'ÁÍÉÓÐÞÖÆÚÝ', western, -2],
  ['łąęóśżćńź', 'ŁĄĘÓŚŻĆŃŹ', central, -1],
  ['íáéěčřšžýů', 'úóďťňľôäĺŕÍÁÉĚČŘŠŽÝŮÚÓĎŤŇĽÔ', central, -1],
  ['áéőöíüóúű', 'ÁÉŐÖÍÜÓÚŰ', central, -1],
  ['ăâîşţ', 'șțĂÂÎŞŢȘȚ', central, -1.5],
  ['čšžćđ', 'ČŠŽĆĐ', central, -1.5],
  ['ışğüöç', 'İŞĞÜÖÇâîÂ', ['windows-1254'], -1],
  ['ėšžųūįčąę', 'ĖŠŽŲŪĮČĄĘ', ['windows-1257'], -1.5],
  ['āēīūšķļņģčž', 'ĀĒĪŪŠĶĻŅĢČŽ', ['windows-1257'], -1.5],
  ['õäöü', 'šžÕÄÖÜŠŽ', ['windows-1257'], -3],
  ['\u0300\u0301\u0309\u0303\u0323ăâđêôơư', 'ÂĂĐÊÔƠƯàáèéìíòóùúý₫', ['windows-1258'], -2],
];
const otherAlphabets: typeof alphabets = [
  ['оаеинтсрвлкмдпу', 'яыьгзбчйхжшюцщэфъёОАЕИНТСРВЛКМДПУ', cyrillic, 0],
  ['оаинеітрсвлкмдупзяьбгчхйїцєжш', 'щюфґАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЮЯ№', ['windows-1251'], -0.5],
  ['αοιετσνηυρπκμλωςγδχθφβξζψάέίόήύώ', 'ϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ', ['windows-1253'], 0],
  [range(0x5d0, 0x5ea), '₪־׳״ְִֵֶַָֹּ', ['windows-1255'], -1],
  ['ايلمنرتبةعدسفهكقحجشطصخوأإىئءضذثزغظآؤ', 'پچژگ،؛؟ـًٌٍَُِّْ', ['windows-1256'], -1],
  ['านรอกเงมยลวดทสตะปบคหแจพชขใไโผซถศณษฐธภฉญฝฟฎฏฒฬฮฤ', `่้ัิีึืุู็์ๆำฯ฿${range(0xe50, 0xe59)}`, ['windows-874'], -1],
];

const frequentPunctuation = '°€–’“”';
const punctuation = '—‘„…•©®™§²³µ½±·«»£×№\u00a0';
const widePunctuation = `　、。，．・：；？！「」『』（）〈〉《》【】〜～％＋－＝￥·…—“”‘’℃㎡①②③${range(0xff10, 0xff19)}`;

const korean = `이다는에의가을로고하한기지은사도어나를리자대시인부전해서수스정그보라아있일상주제들장원동성면과만여게안경구세유조공신니했소관요연선었무위비오국적개내러학모것간마용회미우방중문생때트계진물행금민등양또단당더식출분치강거최화실교바발재업체음까야영입설작외반건예남결본며데터와년호월목심천통살번집산프드크키타르레토길북울초론직포점람같명배법될활투표각운날김박림윤임권황송류홍허노곽석준혜철숙순희현빈훈혁규찬협섭광충별읍번할합않습변함형값열행없료능존확필요처속도질량약암균몸두길너잎꽃받침품종키격불좋싫예오후급검색력률률액액판매고객평점역출근택배송장삼사육칠팔구십백천억쪽층건축년식잠실청담압`;
const simplified = `的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严姓龄址编邮址额售客户订购评级岁男女否刘陈杨黄赵吴徐孙朱胡郭罗梁宋唐韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦傅邹孟熊秦邱尹薛阎雷侯龙陶黎贺顾郝龚邵钱覃武戴伟芳娜秀英敏静丽磊军洋勇艳杰娟涛超兰霞刚桂州津庆都杭汉宁沈阳哈尔滨春青岛厦福郑沙昆贵疆藏湖河徽浙苏`;
const traditional = `的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝影算低持音眾書布復容兒須際商非驗連斷深難近礦千周委素技備半辦青省列習響約支般史感勞便團往酸歷市克何除消構府稱太準精值號率族維劃選標寫存候毛親快效斯院查江型眼王按格養易置派層片始卻專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該鐵價嚴姓齡址編郵額售客戶訂購評歲男女否劉陳楊黃趙吳徐孫朱胡郭羅梁宋唐韓馮鄧曹彭曾蕭田董袁潘蔣蔡余杜葉蘇魏呂丁沈姚盧姜崔鐘譚陸汪范廖賈夏傅鄒孟熊秦邱侯龍陶黎賀顧錢戴偉芳秀英敏靜麗磊洋勇杰娟濤超蘭霞剛桂州臺台灣灣雄園竹苗栗彰投雲嘉屏宜蓮澎湖港九島新界鄉鎮村里淑怡雅婷志豪俊宏欣家銘`;
const japaneseKanji = `日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賞訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製票況音申様財港識注呼渉達姓齢住址愛媛茨城栃埼玉潟梨岐阜静滋賀阪奈良和歌鳥取岡徳香知崎熊鹿児沖縄札幌仙横浜名古屋神戸堺森林清斎高橋鈴渡辺伊加吉佐々木山口池阿部斉藤太郎花健翔陽菜結衣悠蓮凛咲翼大輔恵幸裕直樹誠隆昭博俊雄浩司治進茂`;

const alphabetic = (
  [common, rare, encodings, prior]: (typeof alphabets)[number],
  latin: boolean,
): Language => ({
  groups: [
    { characters: common, share: 0.8 },
    { characters: rare, share: 0.15 },
    { characters: frequentPunctuation, share: 0.03 },
    { characters: punctuation, share: 0.01 },
  ],
  latin,
  encodings,
  prior,
});

const inCharacters = (): Language[] => [
  {
    groups: [
      { characters: korean, share: 0.84 },
      { characters: pairs('cp949', 0xb0, 0xc8, upper), share: 0.13 },
      { characters: range(0xac00, 0xd7a3), share: 0.005 },
      { characters: widePunctuation, share: 0.02 },
    ],
    latin: false,
    encodings: ['cp949'],
    prior: 0,
  },
  {
    groups: [
      { characters: simplified, share: 0.75 },
      { characters: pairs('gb18030', 0xb0, 0xd7, upper), share: 0.17 },
      { characters: range(0x4e00, 0x9fa5), share: 0.02 },
      { characters: widePunctuation, share: 0.05 },
    ],
    latin: false,
    encodings: ['gb18030'],
    prior: 0,
  },
  {
    groups: [
      { characters: traditional, share: 0.75 },
      { characters: pairs('big5', 0xa4, 0xc6, [...numbers(0x40, 0x7e), ...upper]), share: 0.17 },
      { characters: range(0x4e00, 0x9fa5), share: 0.02 },
      { characters: widePunctuation, share: 0.05 },
    ],
    latin: false,
    encodings: ['big5'],
    prior: 0,
  },
  {
    groups: [
      { characters: range(0x3041, 0x3093), share: 0.38 },
      { characters: `${range(0x30a1, 0x30f6)}ー`, share: 0.2 },
      { characters: japaneseKanji, share: 0.32 },
      {
        characters: pairs('shift_jis', 0x88, 0x97, [...numbers(0x40, 0x7e), ...numbers(0x80, 0xfc)]),
        share: 0.06,
      },
      { characters: range(0x4e00, 0x9fa5), share: 0.005 },
      { characters: widePunctuation, share: 0.03 },
      { characters: range(0xff61, 0xff9f), share: 0.01 },
    ],
    latin: false,
    encodings: ['shift_jis', 'euc-jp'],
    prior: 0,
  },
];

let all: readonly Language[] | null = null;

/** The same ones at each call. The first call decodes the large character sets, which takes 70 ms: not for a file in UTF-8. */
export function languages(): readonly Language[] {
  all ??= [
    ...alphabets.map((alphabet) => alphabetic(alphabet, true)),
    ...otherAlphabets.map((alphabet) => alphabetic(alphabet, false)),
    ...inCharacters(),
  ];
  return all;
}
