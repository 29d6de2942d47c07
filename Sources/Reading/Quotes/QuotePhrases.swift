/// The words with which mail clients introduce a quote, by language. Adding a language is adding a row, and rows to
/// Tests/ReadingTests/Fixtures. Letter case and spacing do not matter.
enum QuotePhrases {
    /// "On <date>, <name> wrote:" — `openers` may stand before the date, `verbs` anywhere after it.
    struct Attribution {
        let language: String
        let openers: [String]
        let verbs: [String]

        init(_ language: String, _ openers: [String], _ verbs: [String]) {
            self.language = language
            self.openers = openers
            self.verbs = verbs
        }
    }

    static let attributions = [
        Attribution(
            "en", ["on", "at", "in", "from"], ["wrote", "writes", "has written", "said", "sent", "you wrote"]),
        Attribution("fr", ["le", "à"], ["a écrit", "écrit", "a ecrit", "avez écrit", "écrivait", "a envoyé"]),
        Attribution(
            "de", ["am", "um", "zitat von"],
            ["schrieb", "schrieben", "hat geschrieben", "geschrieben", "schreibt", "hat am"]),
        Attribution(
            "es", ["el", "en", "con fecha"], ["escribió", "escribio", "ha escrito", "escribía", "escribiste"]),
        Attribution("pt", ["em", "no", "a", "às", "na"], ["escreveu", "escreveram", "escreveste"]),
        Attribution("it", ["il", "in data", "alle"], ["ha scritto", "scrive", "scriveva", "hai scritto"]),
        Attribution("nl", ["op"], ["schreef", "geschreven", "schreef het volgende", "het volgende geschreven"]),
        Attribution("sv", ["den", "på"], ["skrev", "skrev följande", "har skrivit"]),
        Attribution("da", ["den", "d.", "på"], ["skrev", "har skrevet"]),
        Attribution("nb", ["den", "på", "kl."], ["skrev", "skreiv", "har skrevet"]),
        Attribution("fi", ["ke", "ma", "ti", "to", "pe", "la", "su"], ["kirjoitti", "kirjoittanut"]),
        Attribution("is", ["þann", "hinn"], ["skrifaði", "ritaði"]),
        Attribution("pl", ["w dniu", "dnia", "dn.", "w"], ["napisał", "napisała", "napisał(a)", "napisano", "pisze"]),
        Attribution("cs", ["dne", "v", "ve"], ["napsal", "napsala", "napsal(a)", "píše"]),
        Attribution("sk", ["dňa", "v"], ["napísal", "napísala", "napísal(a)"]),
        Attribution("hu", [], ["írta", "ezt írta", "írtad", "ezt írta (időpont"]),
        Attribution("ro", ["în", "in", "pe", "la"], ["a scris", "a scrís"]),
        Attribution("bg", ["на"], ["написа", "писа", "пише"]),
        Attribution("ru", ["от", "в"], ["написал", "написала", "написал(а)", "написали", "пишет", "писал", "писала"]),
        Attribution("uk", ["від", "у", "в"], ["написав", "написала", "пише", "писав", "написав(ла)"]),
        Attribution(
            "sr", ["dana", "дана"], ["je napisao", "je napisala", "је написао", "је написала", "napisao/la je"]),
        Attribution("hr", ["dana", "dne"], ["napisao je", "napisala je", "je napisao", "piše"]),
        Attribution("sl", ["dne", "v"], ["je napisal", "je napisala", "je oseba"]),
        Attribution("el", ["στις", "την", "στις "], ["έγραψε", "έγραψαν"]),
        Attribution("tr", [], ["şunu yazdı", "yazdı", "şunları yazdı", "yazmış"]),
        Attribution("ca", ["el", "dia"], ["va escriure", "ha escrit", "va escriure el"]),
        Attribution("gl", ["o", "en"], ["escribiu"]),
        Attribution("eu", [], ["idatzi du", "igorleak"]),
        Attribution("lt", [], ["rašė", "parašė"]),
        Attribution("lv", [], ["rakstīja"]),
        Attribution("et", [], ["kirjutas"]),
        Attribution("id", ["pada", "pada tanggal", "pada tgl"], ["menulis", "menuliskan"]),
        Attribution("ms", ["pada"], ["menulis", "telah menulis"]),
        Attribution("vi", ["vào", "ngày", "lúc"], ["đã viết", "viết"]),
        Attribution("fil", ["noong"], ["isinulat ni", "sumulat"]),
        Attribution("ja", [], ["は書きました", "のメール", "が書きました", "書きました", "さんは書", "のメッセージ", "wrote"]),
        Attribution("zh", ["在", "于", "於"], ["写道", "寫道", "写到", "寫到", "的来信", "來信"]),
        Attribution("ko", [], ["작성", "님이 작성", "님이 쓴", "썼습니다", "님의 말"]),
        Attribution("ar", ["في", "بتاريخ", "يوم"], ["كتب", "كتبت", "كتب/كتبت", "كتبها"]),
        Attribution("fa", ["در"], ["نوشت", "نوشته"]),
        Attribution("he", ["בתאריך", "ב"], ["כתב", "כתבה", "מאת", "כתב/ה", "כתבו"]),
        Attribution("hi", ["को"], ["ने लिखा", "लिखा", "ने लिखा है"]),
        Attribution("bn", [], ["লিখেছেন", "এ লিখেছেন"]),
        Attribution("ta", [], ["எழுதியது", "எழுதினார்"]),
        Attribution("th", ["เมื่อ", "ในวันที่", "วันที่"], ["เขียนว่า", "ได้เขียน", "เขียน"]),
        Attribution("sq", ["më"], ["shkroi", "ka shkruar"]),
        Attribution("mk", ["на"], ["напиша"]),
        Attribution("ka", [], ["დაწერა"]),
        Attribution("sw", [], ["aliandika"]),
    ]

    /// The labels of the header that Outlook, Apple Mail and others print above what they quote.
    enum Label: CaseIterable { case from, date, to, cc, subject }

    static let labels: [Label: [String]] = [
        .from: [
            "from", "de", "von", "da", "van", "från", "fra", "frá", "lähettäjä", "od", "kimden", "gönderen", "от",
            "от кого", "отправитель", "від", "від кого", "feladó", "küldő", "expéditeur", "remitente", "remetente",
            "mittente", "afzender", "nadawca", "odesílatel", "odosielateľ", "de la", "expeditor", "από", "dari",
            "pengirim", "daripada", "từ", "người gửi", "จาก", "发件人", "寄件者", "寄件人", "發件人", "差出人", "送信者", "보낸 사람",
            "보낸사람", "발신", "من", "مرسل", "از", "מאת", "प्रेषक", "से", "nuo", "no", "saatja", "reply-to", "avsändare",
            "afsender", "avsender", "absender", "šalje", "šalje:", "пошиљалац",
        ],
        .date: [
            "date", "sent", "gesendet", "datum", "envoyé", "envoyé le", "enviado", "enviado el", "enviado em",
            "enviada em", "enviada", "fecha", "data", "inviato", "data invio", "verzonden", "skickat", "sendt",
            "dato", "sent at", "lähetetty", "päivä", "päivämäärä", "wysłano", "data wysłania", "odesláno", "odoslané",
            "dátum", "elküldve", "küldve", "gönderme tarihi", "gönderildi", "tarih", "отправлено", "дата",
            "дата отправки", "надіслано", "изпратено", "trimis", "αποστολή", "ημερομηνία", "στάλθηκε", "dikirim",
            "tanggal", "terkirim", "dihantar", "tarikh", "đã gửi", "ngày", "ngày gửi", "ส่ง", "วันที่", "发送时间",
            "发送日期", "日期", "時間", "时间", "寄件日期", "傳送日期", "已傳送", "送信日時", "日時", "日付", "보낸 날짜", "날짜", "보냄", "تاريخ الإرسال",
            "التاريخ", "تم الإرسال", "أرسلت", "تاریخ", "ارسال شده", "נשלח", "תאריך", "दिनांक", "भेजा गया", "तारीख",
            "išsiųsta", "nosūtīts", "saadetud", "kuupäev", "message du", "poslano", "послато", "sent on", "dată",
            "enviat", "skickades", "date/time",
        ],
        .to: [
            "to", "an", "à", "a", "para", "destinataire", "destinatario", "destinatário", "aan", "till", "til",
            "vastaanottaja", "do", "komu", "pro", "címzett", "kime", "alıcı", "кому", "до", "către", "catre", "προς",
            "kepada", "ke", "untuk", "tới", "đến", "ถึง", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "수신", "إلى", "الى",
            "به", "אל", "प्रति", "को", "kam", "prima", "per a", "adressat", "empfänger", "за",
        ],
        .cc: [
            "cc", "kopie", "copie", "copie à", "copia", "kopia", "kopi", "dw", "bcc", "cc:", "копия", "копія", "抄送",
            "副本", "참조", "نسخة", "másolatot kap", "bilgi", "tembusan",
        ],
        .subject: [
            "subject", "betreff", "objet", "sujet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne",
            "aihe", "temat", "předmět", "predmet", "tárgy", "konu", "тема", "относно", "subiect", "θέμα", "subjek",
            "perihal", "chủ đề", "tiêu đề", "เรื่อง", "หัวเรื่อง", "主题", "主旨", "主題", "件名", "제목", "الموضوع", "موضوع",
            "נושא", "विषय", "tema", "temats", "teema", "risposta", "assumpte", "efni", "re", "tittel", "betr.",
            "tárgya",
        ],
    ]

    /// What stands between dashes, or alone before a header, above a whole quoted or forwarded mail.
    static let separators = [
        "original message", "original mail", "original email", "original", "originalnachricht", "original-nachricht",
        "ursprüngliche nachricht", "urspruengliche nachricht", "ursprüngliche mail", "originalmeldung",
        "message d'origine", "message d’origine", "message original", "message d'origine d'origine",
        "courriel original", "mensaje original", "mensaje de origen", "mensagem original", "messaggio originale",
        "messaggio di origine", "oorspronkelijk bericht", "origineel bericht", "ursprungligt meddelande",
        "originalmeddelande", "oprindelig meddelelse", "oprindelig besked", "opprinnelig melding",
        "opprinnelig e-post", "original besked", "alkuperäinen viesti", "wiadomość oryginalna",
        "oryginalna wiadomość", "wiadomość pierwotna", "původní zpráva", "původní e-mail", "pôvodná správa",
        "eredeti üzenet", "mesaj original", "mesajul original", "özgün ileti", "orijinal mesaj", "orijinal ileti",
        "asıl mesaj", "исходное сообщение", "оригинальное сообщение", "оригинал сообщения", "пересылаемое сообщение",
        "вихідне повідомлення", "оригінальне повідомлення", "оригинално съобщение", "originalna poruka",
        "izvorna poruka", "originalno sporočilo", "αρχικό μήνυμα", "pesan asli", "pesan awal", "mesej asal",
        "tin nhắn gốc", "thư gốc", "ข้อความต้นฉบับ", "原始邮件", "原始郵件", "原邮件", "邮件原件", "郵件原件", "原始信件", "原郵件", "元のメッセージ",
        "オリジナルメッセージ", "original message / 元のメッセージ", "원본 메시지", "원본 메일", "원본메시지", "الرسالة الأصلية", "رسالة أصلية",
        "پیام اصلی", "הודעה מקורית", "मूल संदेश", "reply message", "in reply to", "replied message",
        "previous message", "quoted message", "vorherige nachricht", "originele bericht", "missatge original",
        "mensaxe orixinal", "jatorrizko mezua", "originalus laiškas", "oriģinālā ziņa", "algne sõnum",
        "upprunaleg skilaboð", "reply above this line", "reply above", "please reply above this line",
        "write above this line",
    ]

    static let forwards = [
        "forwarded message", "forwarded by", "begin forwarded message", "forwarded mail", "fwd message",
        "forwarded email", "start of forwarded message", "weitergeleitete nachricht",
        "anfang der weitergeleiteten nachricht", "weitergeleitet von", "anfang der weitergeleiteten e-mail",
        "message transféré", "début du message transféré", "début du message réexpédié", "message transmis",
        "mensaje reenviado", "inicio del mensaje reenviado", "mensagem encaminhada", "início da mensagem encaminhada",
        "mensagem reencaminhada", "início da mensagem reencaminhada", "messaggio inoltrato",
        "inizio messaggio inoltrato", "doorgestuurd bericht", "begin doorgestuurd bericht",
        "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt besked", "videresendt meddelelse",
        "videresendt melding", "start på videresendt besked", "begynn videresendt melding", "välitetty viesti",
        "edelleenlähetetty viesti", "wiadomość przekazana", "przekazana wiadomość",
        "początek przekazywanej wiadomości", "přeposlaná zpráva", "začátek přeposlané zprávy", "preposlaná správa",
        "továbbított üzenet", "továbbított levél", "mesaj redirecționat", "mesaj înaintat", "iletilen mesaj",
        "yönlendirilen ileti", "iletilmiş mesaj", "пересланное сообщение", "начало переадресованного сообщения",
        "начало пересылаемого сообщения", "переслане повідомлення", "препратено съобщение", "proslijeđena poruka",
        "prosleđena poruka", "posredovano sporočilo", "προωθημένο μήνυμα", "pesan terusan", "pesan yang diteruskan",
        "mesej yang dimajukan", "thư chuyển tiếp", "tin nhắn đã chuyển tiếp", "ข้อความที่ส่งต่อ", "转发的邮件", "转发邮件信息",
        "轉寄郵件", "轉寄的郵件", "开始转发的邮件", "開始轉寄郵件", "转发邮件", "転送メッセージ", "転送されたメッセージ", "전달된 메시지", "전달 된 메시지",
        "رسالة معاد توجيهها", "رسالة محولة", "پیام بازارسال شده", "הודעה שהועברה", "अग्रेषित संदेश",
        "missatge reenviat", "persiųstas laiškas", "pārsūtīta ziņa", "edastatud kiri", "áframsend skilaboð",
    ]
}
