/// The words of dates, by language. Adding a language is adding rows, and rows to
/// Tests/ReadingTests/Fixtures/return-dates.jsonl. Letter case does not matter.
enum CalendarWords {
    /// Twelve names or more forms per language, in the order of the months; forms of one month are parted by `/`.
    static let months = [
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec",
        "enero/ene febrero/feb marzo/mar abril/abr mayo junio/jun julio/jul agosto/ago septiembre/setiembre/sept octubre/oct noviembre/nov diciembre/dic",
        "janeiro/jan fevereiro/fev março/marco/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set outubro/out novembro/nov dezembro/dez",
        "janvier/janv février/fevrier/févr mars avril/avr mai juin juillet/juil août/aout septembre/sept octobre/oct novembre/nov décembre/decembre/déc",
        "januar/jänner/jan februar/feb märz/maerz/mär april/apr mai juni/jun juli/jul august/aug september/sept/sep oktober/okt november/nov dezember/dez",
        "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago settembre/sett/set ottobre/ott novembre/nov dicembre/dic",
        "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sep oktober/okt november/nov december/dec",
        "januari/jan februari/feb mars april/apr maj juni/jun juli/jul augusti/aug september/sep oktober/okt november/nov december/dec",
        "januar/jan februar/feb marts/mars april/apr maj/mai juni/jun juli/jul august/aug september/sep oktober/okt november/nov december/desember/des",
        "tammikuuta/tammikuun helmikuuta/helmikuun maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "января/янв февраля/фев марта/мар апреля/апр мая июня/июн июля/июл августа/авг сентября/сен октября/окт ноября/ноя декабря/дек",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/ags september/sep oktober/okt november/nov desember/des",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "január február március április május június július augusztus szeptember október november december",
        "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
        "يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
        "janvari/जनवरी farvari/फरवरी march/मार्च april/अप्रैल mai/मई joon/जून julai/जुलाई agast/अगस्त sitambar/सितंबर aktubar/अक्टूबर navambar/नवंबर disambar/दिसंबर",
        "thg1 thg2 thg3 thg4 thg5 thg6 thg7 thg8 thg9 thg10 thg11 thg12",
    ]

    /// Seven names per language from Monday on; forms of one day are parted by `/`.
    static let weekdays = [
        "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thurs friday/fri saturday/sat sunday/sun",
        "lunes martes miércoles/miercoles jueves viernes sábado/sabado domingo",
        "segunda-feira/segunda terça-feira/terça/terca-feira quarta-feira/quarta quinta-feira/quinta sexta-feira/sexta sábado domingo",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
        "lunedì/lunedi martedì/martedi mercoledì/mercoledi giovedì/giovedi venerdì/venerdi sabato domenica",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "måndag tisdag onsdag torsdag fredag lördag söndag", "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
        "poniedziałek/poniedziałku wtorek/wtorku środę/środa/środy czwartek/czwartku piątek/piątku sobotę/soboty niedzielę/niedzieli",
        "pondělí úterý středu/středa čtvrtek pátek sobotu/sobota neděli/neděle",
        "понедельник/понедельника/понедельнику вторник/вторника среду/среды четверг/четверга пятницу/пятницы субботу/субботы воскресенье/воскресенья",
        "понеділок/понеділка вівторок/вівторка середу/середи четвер/четверга п'ятницу/п'ятниці суботу/суботи неділю/неділі",
        "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
        "senin selasa rabu kamis jumat/jum'at sabtu minggu/ahad",
        "luni marți/marti miercuri joi vineri sâmbătă duminică",
        "hétfő/hétfőn/hétfőig kedd/kedden szerda/szerdán csütörtök/csütörtökön péntek/pénteken szombat/szombaton vasárnap",
        "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
        "الاثنين/الإثنين الثلاثاء الأربعاء/الاربعاء الخميس الجمعة السبت الأحد/الاحد",
        "somvar/somwar/सोमवार mangalvar/मंगलवार budhvar/बुधवार guruvar/गुरुवार shukravar/शुक्रवार shanivar/शनिवार ravivar/रविवार",
        "月曜日/月曜/星期一/周一/週一/월요일 火曜日/火曜/星期二/周二/週二/화요일 水曜日/水曜/星期三/周三/週三/수요일 木曜日/木曜/星期四/周四/週四/목요일 金曜日/金曜/星期五/周五/週五/금요일 土曜日/土曜/星期六/周六/週六/토요일 日曜日/日曜/星期日/星期天/周日/週日/일요일",
    ]

    /// Words before (or, in languages that put them last, after) the day of the return.
    static let returnMarks = [
        "back on", "be back", "i'm back", "back in the office on", "back in office on", "back in the office",
        "back at work", "return on", "returning on", "returning to the office on", "returning to the office",
        "i return", "will return", "return to the office on", "return to the office", "returning", "return date",
        "available again", "available again on", "available from", "back from", "back at my desk", "resume on",
        "wieder erreichbar", "wieder im büro", "wieder da", "wieder zurück", "zurück am", "zurück bin ich", "ab dem",
        "wieder ab", "bin ich ab", "wieder für sie da", "wieder zur verfügung", "de retour le", "de retour",
        "serai de retour", "à partir du", "mon retour le", "je reviens le", "reprendrai le", "je serai joignable",
        "regreso el", "regresaré el", "vuelvo el", "volveré el", "estaré de vuelta el", "de vuelta el",
        "de regreso el", "me reincorporo el", "me reincorporaré el", "regreso", "volveré", "a partir del",
        "de vuelta", "regresaré", "estaré de vuelta", "regresso a", "regresso no dia", "retorno em", "retorno no dia",
        "retornarei em", "retornarei no dia", "volto em", "volto no dia", "estarei de volta", "de volta em",
        "de volta no dia", "a partir de", "retornarei", "volto", "voltarei", "retorno", "rientrerò il", "rientro il",
        "sarò di ritorno il", "di ritorno il", "tornerò il", "torno il", "di nuovo in ufficio", "a partire dal",
        "rientrerò", "rientro", "tornerò", "sarò di ritorno", "weer bereikbaar", "terug op", "weer terug",
        "weer aanwezig", "ben ik terug", "vanaf", "weer op kantoor", "weer aan het werk", "åter", "tillbaka",
        "är tillbaka", "tilbage", "tilbake", "er tilbage", "er tilbake", "palaan", "takaisin", "tavattavissa",
        "wracam", "wrócę", "będę z powrotem", "powrót", "będę dostępny od", "będę dostępna od", "vrátím se", "zpět",
        "budu zpět", "vraciam sa", "visszatérek", "újra elérhető", "mă întorc", "revin", "вернусь", "выхожу",
        "буду в офисе", "буду на связи", "повернусь", "ще се върна", "επιστρέφω", "θα επιστρέψω", "geri döneceğim",
        "döneceğim", "dönüş", "tekrar ofiste", "ofise döneceğim", "ofiste olacağım", "dönüyorum", "kembali pada",
        "kembali bekerja", "akan kembali", "kembali tanggal", "kembali", "masuk kerja", "trở lại", "quay lại",
        "กลับมา", "回来", "回來", "返回", "恢复上班", "上班", "出社", "戻り", "より通常", "復帰", "복귀", "돌아", "أعود", "سأعود", "العودة",
        "سوف أعود", "אחזור", "חוזר", "वापस", "wapas", "vapas",
    ]

    /// Words before (or after) the last day of the absence.
    static let untilMarks = [
        "until", "till", "til", "through", "thru", "up to", "up until", "to", "bis", "bis zum", "bis einschließlich",
        "jusqu'au", "jusqu’au", "au", "hasta el", "hasta", "al", "até", "até ao", "até o dia", "até o", "até dia",
        "até ao dia", "a", "ao", "fino al", "fino a", "sino al", "tot", "tot en met", "t/m", "till och med", "t.o.m.",
        "til og med", "frem til", "indtil", "asti", "saakka", "do", "aż do", "až do", "până la", "până pe", "-ig",
        "до", "по", "μέχρι", "έως", "kadar", "tarihine kadar", "hingga", "sampai", "sampai dengan", "s/d", "s.d.",
        "ke", "đến", "tới", "ถึง", "至", "到", "直到", "為止", "为止", "まで", "까지", "حتى", "إلى", "الى", "עד", "तक", "tak",
        "se", "–", "-", "—",
    ]

    /// Words that add the stated day to the absence.
    static let inclusiveMarks = [
        "through", "thru", "inclusive", "including", "bis einschließlich", "einschließlich", "inklusive", "inclus",
        "compris", "incluido", "inclusivo", "compreso", "incluso", "tot en met", "t/m", "till och med", "t.o.m.",
        "til og med", "включительно", "dahil", "włącznie", "včetně",
    ]

    static let tomorrow = [
        "tomorrow", "morgen", "demain", "mañana", "amanhã", "domani", "i morgon", "i morgen", "huomenna", "jutro",
        "zítra", "завтра", "yarın", "besok", "明日", "明天", "내일", "غدا", "غداً", "מחר", "kal wapas",
    ]

    static let nextWeek = [
        "next week", "nächste woche", "nächster woche", "la semaine prochaine", "semaine prochaine",
        "la próxima semana", "próxima semana", "la semana que viene", "na próxima semana", "semana que vem",
        "la prossima settimana", "prossima settimana", "volgende week", "nästa vecka", "næste uke", "neste uke",
        "næste uge", "ensi viikolla", "w przyszłym tygodniu", "příští týden", "на следующей неделе",
        "следующей неделе", "наступного тижня", "gelecek hafta", "haftaya", "minggu depan", "来週", "下周", "下週", "다음 주",
        "الأسبوع القادم", "الأسبوع المقبل", "बगले हफ्ते", "agle hafte",
    ]

    /// Words for counts up to ten, in the order one, two, three…; parted as months are.
    static let counts = [
        "one/a/an two three four five six seven eight nine ten",
        "un/una/uno/um/uma/une dos/dois/duas/deux/due tres/três/trois/tre cuatro/quatro/quatre/quattro cinco/cinq/cinque seis/six/sei siete/sete/sept/sette ocho/oito/huit/otto nueve/nove/neuf diez/dez/dix/dieci",
        "einem/einer/eine/ein zwei drei vier fünf sechs sieben acht neun zehn",
        "satu/se dua tiga empat lima enam tujuh delapan sembilan sepuluh",
        "bir iki üç dört beş altı yedi sekiz dokuz on", "één/een twee drie vier vijf zes zeven acht negen tien",
    ]

    static let days = [
        "day", "days", "tag", "tagen", "tage", "jour", "jours", "día", "dias", "días", "dia", "giorno", "giorni",
        "dag", "dagen", "dagar", "dage", "dager", "дня", "дней", "день", "gün", "hari", "dni", "dní", "päivän", "日後",
        "天后", "天後", "일 후",
    ]
    static let weeks = [
        "week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas", "settimana", "settimane",
        "weken", "vecka", "veckor", "uge", "uger", "uke", "uker", "неделю", "недели", "недель", "hafta", "minggu",
        "tydzień", "tygodnie", "viikon", "週間後", "周后", "주 후",
    ]
    static let inWords = [
        "in", "within", "en", "dans", "em", "dentro de", "tra", "fra", "over", "om", "через", "dalam", "za",
    ]
}
