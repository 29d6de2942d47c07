extension MailProvider {
    /// The servers and login names of Thunderbird's database of providers (github.com/thunderbird/autoconfig, March
    /// 2026), and of mailbox.org's own pages. Gmail comes first, with the port that has always been documented here.
    static let table: [MailProvider] = [
        MailProvider(
            imap: "imap.gmail.com", smtp: "smtp.gmail.com", smtpPort: 587,
            domains: "gmail.com googlemail.com"),
        MailProvider(
            imap: "outlook.office365.com", smtp: "smtp-mail.outlook.com", smtpPort: 587,
            domains: """
                hotmail.com live.com msn.com outlook.com windowslive.com outlook.at outlook.be outlook.cl \
                outlook.cz outlook.de outlook.dk outlook.es outlook.fr outlook.hu outlook.ie outlook.in outlook.it \
                outlook.jp outlook.kr outlook.lv outlook.my outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk \
                outlook.co.id outlook.co.il outlook.co.th outlook.com.ar outlook.com.au outlook.com.br \
                outlook.com.gr outlook.com.tr outlook.com.vn hotmail.be hotmail.ca hotmail.cl hotmail.cz \
                hotmail.de hotmail.dk hotmail.es hotmail.fi hotmail.fr hotmail.gr hotmail.hu hotmail.it hotmail.lt \
                hotmail.lv hotmail.my hotmail.nl hotmail.no hotmail.ph hotmail.rs hotmail.se hotmail.sg hotmail.sk \
                hotmail.co.id hotmail.co.il hotmail.co.in hotmail.co.jp hotmail.co.kr hotmail.co.th hotmail.co.uk \
                hotmail.co.za hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.com.hk hotmail.com.tr \
                hotmail.com.tw hotmail.com.vn live.at live.be live.ca live.cl live.cn live.de live.dk live.fi \
                live.fr live.hk live.ie live.in live.it live.jp live.nl live.no live.ru live.se live.co.jp \
                live.co.kr live.co.uk live.co.za live.com.ar live.com.au live.com.mx live.com.my live.com.ph \
                live.com.pt live.com.sg livemail.tw
                """),
        MailProvider(
            imap: "outlook.office365.com", smtp: "smtp.office365.com", smtpPort: 587,
            domains: "office365.com"),
        MailProvider(
            imap: "imap.mail.yahoo.com", smtp: "smtp.mail.yahoo.com",
            domains: """
                yahoo.com yahoo.ca yahoo.de yahoo.it yahoo.fr yahoo.es yahoo.se yahoo.co.in yahoo.co.uk \
                yahoo.co.nz yahoo.com.au yahoo.com.ar yahoo.com.br yahoo.com.mx ymail.com myyahoo.com \
                rocketmail.com cox.net
                """),
        MailProvider(
            imap: "imap.mail.me.com", smtp: "smtp.mail.me.com", smtpPort: 587, takesLocalPart: (true, false),
            domains: "mac.com me.com icloud.com"),
        MailProvider(
            imap: "imap.gmx.net", smtp: "mail.gmx.net",
            domains: "gmx.net gmx.de gmx.at gmx.ch gmx.eu gmx.biz gmx.org gmx.info mein.gmx mail.gmx email.gmx"),
        MailProvider(
            imap: "imap.gmx.com", smtp: "mail.gmx.com",
            domains: """
                gmx.com gmx.tm gmx.us gmx.co.uk gmx.es gmx.fr gmx.ca gmx.cn gmx.co.in gmx.com.br gmx.com.my gmx.hk \
                gmx.ie gmx.ph gmx.pt gmx.ru gmx.se gmx.sg gmx.tw gmx.com.tr gmx.it gmx.li
                """),
        MailProvider(imap: "imap.web.de", smtp: "smtp.web.de", takesLocalPart: (true, true), domains: "web.de"),
        MailProvider(imap: "imap.zoho.com", smtp: "smtp.zoho.com", domains: "zoho.com zohomail.com"),
        MailProvider(imap: "imap.zoho.eu", smtp: "smtp.zoho.eu", domains: "zoho.eu zohomail.eu"),
        MailProvider(imap: "imap.zoho.in", smtp: "smtp.zoho.in", domains: "zoho.in zohomail.in"),
        MailProvider(imap: "imap.zoho.com.au", smtp: "smtp.zoho.com.au", domains: "zoho.com.au zohomail.com.au"),
        MailProvider(imap: "imap.zoho.jp", smtp: "smtp.zoho.jp", domains: "zoho.jp zohomail.jp"),
        MailProvider(imap: "imap.zohocloud.ca", smtp: "smtp.zohocloud.ca", domains: "zohocloud.ca zohomailcloud.ca"),
        MailProvider(
            imap: "imap.fastmail.com", smtp: "smtp.fastmail.com",
            domains: "fastmail.com fastmail.fm sent.com"),
        MailProvider(
            imap: "imap.aol.com", smtp: "smtp.aol.com",
            domains: """
                aol.com aim.com netscape.net netscape.com compuserve.com cs.com wmconnect.com aol.de aol.it aol.fr \
                aol.es aol.se aol.co.uk aol.co.nz aol.com.au aol.com.ar aol.com.br aol.com.mx
                """),
        MailProvider(
            imap: "imap.yandex.com", smtp: "smtp.yandex.com",
            domains: "yandex.ru yandex.com yandex.net yandex.by yandex.kz yandex.ua ya.ru narod.ru"),
        MailProvider(imap: "imap.mail.ru", smtp: "smtp.mail.ru", domains: "mail.ru inbox.ru list.ru bk.ru"),
        MailProvider(imap: "secureimap.t-online.de", smtp: "securesmtp.t-online.de", domains: "t-online.de magenta.de"),
        MailProvider(
            imap: "posteo.de", smtp: "posteo.de",
            domains: """
                posteo.de posteo.at posteo.be posteo.ca posteo.ch posteo.cl posteo.co posteo.co.uk posteo.com \
                posteo.com.br posteo.cr posteo.cz posteo.dk posteo.ee posteo.es posteo.eu posteo.fi posteo.gl \
                posteo.gr posteo.hn posteo.hr posteo.hu posteo.ie posteo.in posteo.is posteo.it posteo.jp \
                posteo.la posteo.li posteo.lt posteo.lu posteo.me posteo.mx posteo.my posteo.net posteo.nl \
                posteo.no posteo.nz posteo.org posteo.pe posteo.pl posteo.pm posteo.pt posteo.ro posteo.se \
                posteo.sg posteo.si posteo.tn posteo.uk posteo.us
                """),
        MailProvider(imap: "imap.mailbox.org", smtp: "smtp.mailbox.org", domains: "mailbox.org"),
        MailProvider(
            imap: "imap.mail.com", smtp: "smtp.mail.com",
            domains: """
                mail.com mail.org email.com post.com usa.com accountant.com consultant.com dr.com engineer.com \
                cheerful.com techie.com linuxmail.org
                """),
        MailProvider(
            imap: "imap.1und1.de", smtp: "smtp.1und1.de",
            domains: """
                online.de onlinehome.de sofortstart.de sofort-start.de sofortsurf.de sofort-surf.de go4more.de \
                kundenserver.de schlund.de
                """),
        MailProvider(imap: "imap.orange.fr", smtp: "smtp.orange.fr", domains: "orange.fr wanadoo.fr"),
        MailProvider(imap: "imap.free.fr", smtp: "smtp.free.fr", takesLocalPart: (true, true), domains: "free.fr"),
        MailProvider(
            imap: "imap.laposte.net", smtp: "smtp.laposte.net", takesLocalPart: (true, true),
            domains: "laposte.net"),
        MailProvider(imap: "imap.sfr.fr", smtp: "smtp.sfr.fr", domains: "sfr.fr neuf.fr club-internet.fr"),
        MailProvider(
            imap: "imapmail.libero.it", smtp: "smtp.libero.it",
            domains: "libero.it iol.it blu.it inwind.it giallo.it"),
        MailProvider(imap: "in.virgilio.it", smtp: "out.virgilio.it", domains: "virgilio.it"),
        MailProvider(imap: "imap.comcast.net", smtp: "smtp.comcast.net", domains: "comcast.net"),
        MailProvider(
            imap: "imap.mail.att.net", smtp: "smtp.mail.att.net",
            domains: """
                ameritech.net att.net bellsouth.net currently.com flash.net nvbell.net pacbell.net prodigy.net \
                sbcglobal.net snet.net swbell.net wans.net
                """),
        MailProvider(imap: "imap.naver.com", smtp: "smtp.naver.com", domains: "naver.com"),
        MailProvider(imap: "imap.qq.com", smtp: "smtp.qq.com", domains: "qq.com"),
        MailProvider(imap: "imap.163.com", smtp: "smtp.163.com", domains: "163.com"),
        MailProvider(imap: "imap.126.com", smtp: "smtp.126.com", domains: "126.com"),
        MailProvider(
            imap: "imap.seznam.cz", smtp: "smtp.seznam.cz",
            domains: "seznam.cz email.cz post.cz spoluzaci.cz"),
        MailProvider(imap: "imap.wp.pl", smtp: "smtp.wp.pl", takesLocalPart: (true, true), domains: "wp.pl"),
        MailProvider(
            imap: "poczta.o2.pl", smtp: "poczta.o2.pl", takesLocalPart: (true, true),
            domains: "o2.pl go2.pl tlen.pl prokonto.pl"),
        MailProvider(
            imap: "imap.poczta.onet.pl", smtp: "smtp.poczta.onet.pl",
            domains: """
                onet.pl onet.eu op.pl vp.pl autograf.pl buziaczek.pl amorki.pl republika.pl adres.pl cyberia.pl \
                onet.com.pl opoczta.pl pseudonim.pl spoko.pl vip.onet.pl
                """),
        MailProvider(
            imap: "imap.uol.com.br", smtp: "smtps.uol.com.br", smtpPort: 587, takesLocalPart: (true, true),
            domains: "uol.com.br"),
        MailProvider(
            imap: "imap.bol.com.br", smtp: "smtps.bol.com.br", takesLocalPart: (true, true),
            domains: "bol.com.br"),
        MailProvider(
            imap: "mail.btinternet.com", smtp: "mail.btinternet.com",
            domains: "btinternet.com btopenworld.com talk21.com"),
        MailProvider(imap: "imaps.bluewin.ch", smtp: "smtpauths.bluewin.ch", domains: "bluewin.ch bluemail.ch"),
        MailProvider(imap: "imap.rambler.ru", smtp: "smtp.rambler.ru", domains: "rambler.ru"),
        MailProvider(
            imap: "imap.sapo.pt", smtp: "smtp.sapo.pt",
            domains: "sapo.pt sapo.cv sapo.ao sapo.mz sapo.tl meo.pt"),
        MailProvider(
            imap: "imap.vodafonemail.de", smtp: "smtp.vodafonemail.de",
            domains: "vodafonemail.de arcor.de kabelmail.de"),
        MailProvider(imap: "mail.pobox.com", smtp: "smtp.pobox.com", domains: "pobox.com"),
        MailProvider(imap: "imap.daum.net", smtp: "smtp.daum.net", domains: "daum.net"),
    ]
}
