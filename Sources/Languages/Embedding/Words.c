// Written by .ci/languages.
#include "EmbeddedWords.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char und_consent[] = {
#embed "../und/consent.txt"
};
static const unsigned char en_consent[] = {
#embed "../en/consent.txt"
};
static const unsigned char es_consent[] = {
#embed "../es/consent.txt"
};
static const unsigned char pt_consent[] = {
#embed "../pt/consent.txt"
};
static const unsigned char fr_consent[] = {
#embed "../fr/consent.txt"
};
static const unsigned char de_consent[] = {
#embed "../de/consent.txt"
};
static const unsigned char it_consent[] = {
#embed "../it/consent.txt"
};
static const unsigned char hi_consent[] = {
#embed "../hi/consent.txt"
};
static const unsigned char id_consent[] = {
#embed "../id/consent.txt"
};
static const unsigned char tr_consent[] = {
#embed "../tr/consent.txt"
};
static const unsigned char ar_consent[] = {
#embed "../ar/consent.txt"
};
static const unsigned char ja_consent[] = {
#embed "../ja/consent.txt"
};
static const unsigned char nl_consent[] = {
#embed "../nl/consent.txt"
};
static const unsigned char pl_consent[] = {
#embed "../pl/consent.txt"
};
static const unsigned char ru_consent[] = {
#embed "../ru/consent.txt"
};
static const unsigned char vi_consent[] = {
#embed "../vi/consent.txt"
};
static const unsigned char fil_consent[] = {
#embed "../fil/consent.txt"
};
static const unsigned char ko_consent[] = {
#embed "../ko/consent.txt"
};
static const unsigned char zh_consent[] = {
#embed "../zh/consent.txt"
};
static const unsigned char sv_consent[] = {
#embed "../sv/consent.txt"
};
static const unsigned char uk_consent[] = {
#embed "../uk/consent.txt"
};
static const unsigned char th_consent[] = {
#embed "../th/consent.txt"
};
static const unsigned char cs_consent[] = {
#embed "../cs/consent.txt"
};
static const unsigned char da_consent[] = {
#embed "../da/consent.txt"
};
static const unsigned char el_consent[] = {
#embed "../el/consent.txt"
};
static const unsigned char ro_consent[] = {
#embed "../ro/consent.txt"
};
static const unsigned char en_quotes[] = {
#embed "../en/quotes.txt"
};
static const unsigned char es_quotes[] = {
#embed "../es/quotes.txt"
};
static const unsigned char pt_quotes[] = {
#embed "../pt/quotes.txt"
};
static const unsigned char fr_quotes[] = {
#embed "../fr/quotes.txt"
};
static const unsigned char de_quotes[] = {
#embed "../de/quotes.txt"
};
static const unsigned char it_quotes[] = {
#embed "../it/quotes.txt"
};
static const unsigned char hi_quotes[] = {
#embed "../hi/quotes.txt"
};
static const unsigned char id_quotes[] = {
#embed "../id/quotes.txt"
};
static const unsigned char tr_quotes[] = {
#embed "../tr/quotes.txt"
};
static const unsigned char ar_quotes[] = {
#embed "../ar/quotes.txt"
};
static const unsigned char ja_quotes[] = {
#embed "../ja/quotes.txt"
};
static const unsigned char nl_quotes[] = {
#embed "../nl/quotes.txt"
};
static const unsigned char pl_quotes[] = {
#embed "../pl/quotes.txt"
};
static const unsigned char ru_quotes[] = {
#embed "../ru/quotes.txt"
};
static const unsigned char vi_quotes[] = {
#embed "../vi/quotes.txt"
};
static const unsigned char fil_quotes[] = {
#embed "../fil/quotes.txt"
};
static const unsigned char ko_quotes[] = {
#embed "../ko/quotes.txt"
};
static const unsigned char zh_quotes[] = {
#embed "../zh/quotes.txt"
};
static const unsigned char sv_quotes[] = {
#embed "../sv/quotes.txt"
};
static const unsigned char uk_quotes[] = {
#embed "../uk/quotes.txt"
};
static const unsigned char th_quotes[] = {
#embed "../th/quotes.txt"
};
static const unsigned char cs_quotes[] = {
#embed "../cs/quotes.txt"
};
static const unsigned char da_quotes[] = {
#embed "../da/quotes.txt"
};
static const unsigned char el_quotes[] = {
#embed "../el/quotes.txt"
};
static const unsigned char ro_quotes[] = {
#embed "../ro/quotes.txt"
};
static const unsigned char bg_quotes[] = {
#embed "../bg/quotes.txt"
};
static const unsigned char bn_quotes[] = {
#embed "../bn/quotes.txt"
};
static const unsigned char ca_quotes[] = {
#embed "../ca/quotes.txt"
};
static const unsigned char et_quotes[] = {
#embed "../et/quotes.txt"
};
static const unsigned char eu_quotes[] = {
#embed "../eu/quotes.txt"
};
static const unsigned char fa_quotes[] = {
#embed "../fa/quotes.txt"
};
static const unsigned char fi_quotes[] = {
#embed "../fi/quotes.txt"
};
static const unsigned char gl_quotes[] = {
#embed "../gl/quotes.txt"
};
static const unsigned char he_quotes[] = {
#embed "../he/quotes.txt"
};
static const unsigned char hr_quotes[] = {
#embed "../hr/quotes.txt"
};
static const unsigned char hu_quotes[] = {
#embed "../hu/quotes.txt"
};
static const unsigned char is_quotes[] = {
#embed "../is/quotes.txt"
};
static const unsigned char ka_quotes[] = {
#embed "../ka/quotes.txt"
};
static const unsigned char lt_quotes[] = {
#embed "../lt/quotes.txt"
};
static const unsigned char lv_quotes[] = {
#embed "../lv/quotes.txt"
};
static const unsigned char mk_quotes[] = {
#embed "../mk/quotes.txt"
};
static const unsigned char ms_quotes[] = {
#embed "../ms/quotes.txt"
};
static const unsigned char nb_quotes[] = {
#embed "../nb/quotes.txt"
};
static const unsigned char sk_quotes[] = {
#embed "../sk/quotes.txt"
};
static const unsigned char sl_quotes[] = {
#embed "../sl/quotes.txt"
};
static const unsigned char sq_quotes[] = {
#embed "../sq/quotes.txt"
};
static const unsigned char sr_quotes[] = {
#embed "../sr/quotes.txt"
};
static const unsigned char sw_quotes[] = {
#embed "../sw/quotes.txt"
};
static const unsigned char ta_quotes[] = {
#embed "../ta/quotes.txt"
};
static const unsigned char und_signatures[] = {
#embed "../und/signatures.txt"
};
static const unsigned char en_signatures[] = {
#embed "../en/signatures.txt"
};
static const unsigned char es_signatures[] = {
#embed "../es/signatures.txt"
};
static const unsigned char pt_signatures[] = {
#embed "../pt/signatures.txt"
};
static const unsigned char fr_signatures[] = {
#embed "../fr/signatures.txt"
};
static const unsigned char de_signatures[] = {
#embed "../de/signatures.txt"
};
static const unsigned char it_signatures[] = {
#embed "../it/signatures.txt"
};
static const unsigned char hi_signatures[] = {
#embed "../hi/signatures.txt"
};
static const unsigned char id_signatures[] = {
#embed "../id/signatures.txt"
};
static const unsigned char tr_signatures[] = {
#embed "../tr/signatures.txt"
};
static const unsigned char ar_signatures[] = {
#embed "../ar/signatures.txt"
};
static const unsigned char ja_signatures[] = {
#embed "../ja/signatures.txt"
};
static const unsigned char nl_signatures[] = {
#embed "../nl/signatures.txt"
};
static const unsigned char pl_signatures[] = {
#embed "../pl/signatures.txt"
};
static const unsigned char ru_signatures[] = {
#embed "../ru/signatures.txt"
};
static const unsigned char vi_signatures[] = {
#embed "../vi/signatures.txt"
};
static const unsigned char ko_signatures[] = {
#embed "../ko/signatures.txt"
};
static const unsigned char zh_signatures[] = {
#embed "../zh/signatures.txt"
};
static const unsigned char sv_signatures[] = {
#embed "../sv/signatures.txt"
};
static const unsigned char uk_signatures[] = {
#embed "../uk/signatures.txt"
};
static const unsigned char th_signatures[] = {
#embed "../th/signatures.txt"
};
static const unsigned char cs_signatures[] = {
#embed "../cs/signatures.txt"
};
static const unsigned char da_signatures[] = {
#embed "../da/signatures.txt"
};
static const unsigned char el_signatures[] = {
#embed "../el/signatures.txt"
};
static const unsigned char ro_signatures[] = {
#embed "../ro/signatures.txt"
};
static const unsigned char bg_signatures[] = {
#embed "../bg/signatures.txt"
};
static const unsigned char ca_signatures[] = {
#embed "../ca/signatures.txt"
};
static const unsigned char et_signatures[] = {
#embed "../et/signatures.txt"
};
static const unsigned char fa_signatures[] = {
#embed "../fa/signatures.txt"
};
static const unsigned char fi_signatures[] = {
#embed "../fi/signatures.txt"
};
static const unsigned char he_signatures[] = {
#embed "../he/signatures.txt"
};
static const unsigned char hr_signatures[] = {
#embed "../hr/signatures.txt"
};
static const unsigned char hu_signatures[] = {
#embed "../hu/signatures.txt"
};
static const unsigned char lt_signatures[] = {
#embed "../lt/signatures.txt"
};
static const unsigned char lv_signatures[] = {
#embed "../lv/signatures.txt"
};
static const unsigned char ms_signatures[] = {
#embed "../ms/signatures.txt"
};
static const unsigned char nb_signatures[] = {
#embed "../nb/signatures.txt"
};
static const unsigned char sk_signatures[] = {
#embed "../sk/signatures.txt"
};
static const unsigned char sr_signatures[] = {
#embed "../sr/signatures.txt"
};
static const unsigned char en_machines[] = {
#embed "../en/machines.txt"
};
static const unsigned char es_machines[] = {
#embed "../es/machines.txt"
};
static const unsigned char pt_machines[] = {
#embed "../pt/machines.txt"
};
static const unsigned char fr_machines[] = {
#embed "../fr/machines.txt"
};
static const unsigned char de_machines[] = {
#embed "../de/machines.txt"
};
static const unsigned char it_machines[] = {
#embed "../it/machines.txt"
};
static const unsigned char hi_machines[] = {
#embed "../hi/machines.txt"
};
static const unsigned char id_machines[] = {
#embed "../id/machines.txt"
};
static const unsigned char tr_machines[] = {
#embed "../tr/machines.txt"
};
static const unsigned char ar_machines[] = {
#embed "../ar/machines.txt"
};
static const unsigned char ja_machines[] = {
#embed "../ja/machines.txt"
};
static const unsigned char nl_machines[] = {
#embed "../nl/machines.txt"
};
static const unsigned char pl_machines[] = {
#embed "../pl/machines.txt"
};
static const unsigned char ru_machines[] = {
#embed "../ru/machines.txt"
};
static const unsigned char vi_machines[] = {
#embed "../vi/machines.txt"
};
static const unsigned char ko_machines[] = {
#embed "../ko/machines.txt"
};
static const unsigned char zh_machines[] = {
#embed "../zh/machines.txt"
};
static const unsigned char sv_machines[] = {
#embed "../sv/machines.txt"
};
static const unsigned char uk_machines[] = {
#embed "../uk/machines.txt"
};
static const unsigned char th_machines[] = {
#embed "../th/machines.txt"
};
static const unsigned char cs_machines[] = {
#embed "../cs/machines.txt"
};
static const unsigned char da_machines[] = {
#embed "../da/machines.txt"
};
static const unsigned char el_machines[] = {
#embed "../el/machines.txt"
};
static const unsigned char ro_machines[] = {
#embed "../ro/machines.txt"
};
static const unsigned char bg_machines[] = {
#embed "../bg/machines.txt"
};
static const unsigned char ca_machines[] = {
#embed "../ca/machines.txt"
};
static const unsigned char fa_machines[] = {
#embed "../fa/machines.txt"
};
static const unsigned char fi_machines[] = {
#embed "../fi/machines.txt"
};
static const unsigned char he_machines[] = {
#embed "../he/machines.txt"
};
static const unsigned char hr_machines[] = {
#embed "../hr/machines.txt"
};
static const unsigned char hu_machines[] = {
#embed "../hu/machines.txt"
};
static const unsigned char ms_machines[] = {
#embed "../ms/machines.txt"
};
static const unsigned char nb_machines[] = {
#embed "../nb/machines.txt"
};
static const unsigned char sk_machines[] = {
#embed "../sk/machines.txt"
};
static const unsigned char sl_machines[] = {
#embed "../sl/machines.txt"
};
static const unsigned char und_calendar[] = {
#embed "../und/calendar.txt"
};
static const unsigned char en_calendar[] = {
#embed "../en/calendar.txt"
};
static const unsigned char es_calendar[] = {
#embed "../es/calendar.txt"
};
static const unsigned char pt_calendar[] = {
#embed "../pt/calendar.txt"
};
static const unsigned char fr_calendar[] = {
#embed "../fr/calendar.txt"
};
static const unsigned char de_calendar[] = {
#embed "../de/calendar.txt"
};
static const unsigned char it_calendar[] = {
#embed "../it/calendar.txt"
};
static const unsigned char hi_calendar[] = {
#embed "../hi/calendar.txt"
};
static const unsigned char id_calendar[] = {
#embed "../id/calendar.txt"
};
static const unsigned char tr_calendar[] = {
#embed "../tr/calendar.txt"
};
static const unsigned char ar_calendar[] = {
#embed "../ar/calendar.txt"
};
static const unsigned char ja_calendar[] = {
#embed "../ja/calendar.txt"
};
static const unsigned char nl_calendar[] = {
#embed "../nl/calendar.txt"
};
static const unsigned char pl_calendar[] = {
#embed "../pl/calendar.txt"
};
static const unsigned char ru_calendar[] = {
#embed "../ru/calendar.txt"
};
static const unsigned char vi_calendar[] = {
#embed "../vi/calendar.txt"
};
static const unsigned char ko_calendar[] = {
#embed "../ko/calendar.txt"
};
static const unsigned char zh_calendar[] = {
#embed "../zh/calendar.txt"
};
static const unsigned char sv_calendar[] = {
#embed "../sv/calendar.txt"
};
static const unsigned char uk_calendar[] = {
#embed "../uk/calendar.txt"
};
static const unsigned char th_calendar[] = {
#embed "../th/calendar.txt"
};
static const unsigned char cs_calendar[] = {
#embed "../cs/calendar.txt"
};
static const unsigned char da_calendar[] = {
#embed "../da/calendar.txt"
};
static const unsigned char el_calendar[] = {
#embed "../el/calendar.txt"
};
static const unsigned char ro_calendar[] = {
#embed "../ro/calendar.txt"
};
static const unsigned char bg_calendar[] = {
#embed "../bg/calendar.txt"
};
static const unsigned char fi_calendar[] = {
#embed "../fi/calendar.txt"
};
static const unsigned char he_calendar[] = {
#embed "../he/calendar.txt"
};
static const unsigned char hu_calendar[] = {
#embed "../hu/calendar.txt"
};
static const unsigned char nb_calendar[] = {
#embed "../nb/calendar.txt"
};
static const unsigned char sk_calendar[] = {
#embed "../sk/calendar.txt"
};
static const unsigned char und_phones[] = {
#embed "../und/phones.txt"
};
static const unsigned char en_phones[] = {
#embed "../en/phones.txt"
};
static const unsigned char es_phones[] = {
#embed "../es/phones.txt"
};
static const unsigned char pt_phones[] = {
#embed "../pt/phones.txt"
};
static const unsigned char fr_phones[] = {
#embed "../fr/phones.txt"
};
static const unsigned char de_phones[] = {
#embed "../de/phones.txt"
};
static const unsigned char it_phones[] = {
#embed "../it/phones.txt"
};
static const unsigned char hi_phones[] = {
#embed "../hi/phones.txt"
};
static const unsigned char id_phones[] = {
#embed "../id/phones.txt"
};
static const unsigned char tr_phones[] = {
#embed "../tr/phones.txt"
};
static const unsigned char ar_phones[] = {
#embed "../ar/phones.txt"
};
static const unsigned char ja_phones[] = {
#embed "../ja/phones.txt"
};
static const unsigned char nl_phones[] = {
#embed "../nl/phones.txt"
};
static const unsigned char pl_phones[] = {
#embed "../pl/phones.txt"
};
static const unsigned char ru_phones[] = {
#embed "../ru/phones.txt"
};
static const unsigned char vi_phones[] = {
#embed "../vi/phones.txt"
};
static const unsigned char fil_phones[] = {
#embed "../fil/phones.txt"
};
static const unsigned char ko_phones[] = {
#embed "../ko/phones.txt"
};
static const unsigned char zh_phones[] = {
#embed "../zh/phones.txt"
};
static const unsigned char sv_phones[] = {
#embed "../sv/phones.txt"
};
static const unsigned char uk_phones[] = {
#embed "../uk/phones.txt"
};
static const unsigned char th_phones[] = {
#embed "../th/phones.txt"
};
static const unsigned char cs_phones[] = {
#embed "../cs/phones.txt"
};
static const unsigned char da_phones[] = {
#embed "../da/phones.txt"
};
static const unsigned char el_phones[] = {
#embed "../el/phones.txt"
};
static const unsigned char ro_phones[] = {
#embed "../ro/phones.txt"
};
static const unsigned char fi_phones[] = {
#embed "../fi/phones.txt"
};
static const unsigned char he_phones[] = {
#embed "../he/phones.txt"
};
static const unsigned char hu_phones[] = {
#embed "../hu/phones.txt"
};
static const unsigned char nb_phones[] = {
#embed "../nb/phones.txt"
};
static const unsigned char en_numbers[] = {
#embed "../en/numbers.txt"
};
static const unsigned char es_numbers[] = {
#embed "../es/numbers.txt"
};
static const unsigned char pt_numbers[] = {
#embed "../pt/numbers.txt"
};
static const unsigned char fr_numbers[] = {
#embed "../fr/numbers.txt"
};
static const unsigned char de_numbers[] = {
#embed "../de/numbers.txt"
};
static const unsigned char it_numbers[] = {
#embed "../it/numbers.txt"
};
static const unsigned char hi_numbers[] = {
#embed "../hi/numbers.txt"
};
static const unsigned char id_numbers[] = {
#embed "../id/numbers.txt"
};
static const unsigned char tr_numbers[] = {
#embed "../tr/numbers.txt"
};
static const unsigned char ar_numbers[] = {
#embed "../ar/numbers.txt"
};
static const unsigned char ja_numbers[] = {
#embed "../ja/numbers.txt"
};
static const unsigned char nl_numbers[] = {
#embed "../nl/numbers.txt"
};
static const unsigned char pl_numbers[] = {
#embed "../pl/numbers.txt"
};
static const unsigned char ru_numbers[] = {
#embed "../ru/numbers.txt"
};
static const unsigned char vi_numbers[] = {
#embed "../vi/numbers.txt"
};
static const unsigned char sv_numbers[] = {
#embed "../sv/numbers.txt"
};
static const unsigned char uk_numbers[] = {
#embed "../uk/numbers.txt"
};
static const unsigned char cs_numbers[] = {
#embed "../cs/numbers.txt"
};
static const unsigned char da_numbers[] = {
#embed "../da/numbers.txt"
};
static const unsigned char el_numbers[] = {
#embed "../el/numbers.txt"
};
static const unsigned char ro_numbers[] = {
#embed "../ro/numbers.txt"
};
static const unsigned char fi_numbers[] = {
#embed "../fi/numbers.txt"
};
static const unsigned char hu_numbers[] = {
#embed "../hu/numbers.txt"
};
static const unsigned char nb_numbers[] = {
#embed "../nb/numbers.txt"
};
static const unsigned char und_streets[] = {
#embed "../und/streets.txt"
};
static const unsigned char en_streets[] = {
#embed "../en/streets.txt"
};
static const unsigned char es_streets[] = {
#embed "../es/streets.txt"
};
static const unsigned char pt_streets[] = {
#embed "../pt/streets.txt"
};
static const unsigned char fr_streets[] = {
#embed "../fr/streets.txt"
};
static const unsigned char de_streets[] = {
#embed "../de/streets.txt"
};
static const unsigned char it_streets[] = {
#embed "../it/streets.txt"
};
static const unsigned char hi_streets[] = {
#embed "../hi/streets.txt"
};
static const unsigned char id_streets[] = {
#embed "../id/streets.txt"
};
static const unsigned char tr_streets[] = {
#embed "../tr/streets.txt"
};
static const unsigned char ar_streets[] = {
#embed "../ar/streets.txt"
};
static const unsigned char ja_streets[] = {
#embed "../ja/streets.txt"
};
static const unsigned char nl_streets[] = {
#embed "../nl/streets.txt"
};
static const unsigned char pl_streets[] = {
#embed "../pl/streets.txt"
};
static const unsigned char ru_streets[] = {
#embed "../ru/streets.txt"
};
static const unsigned char vi_streets[] = {
#embed "../vi/streets.txt"
};
static const unsigned char fil_streets[] = {
#embed "../fil/streets.txt"
};
static const unsigned char ko_streets[] = {
#embed "../ko/streets.txt"
};
static const unsigned char zh_streets[] = {
#embed "../zh/streets.txt"
};
static const unsigned char sv_streets[] = {
#embed "../sv/streets.txt"
};
static const unsigned char uk_streets[] = {
#embed "../uk/streets.txt"
};
static const unsigned char th_streets[] = {
#embed "../th/streets.txt"
};
static const unsigned char cs_streets[] = {
#embed "../cs/streets.txt"
};
static const unsigned char da_streets[] = {
#embed "../da/streets.txt"
};
static const unsigned char el_streets[] = {
#embed "../el/streets.txt"
};
static const unsigned char ro_streets[] = {
#embed "../ro/streets.txt"
};
static const unsigned char af_streets[] = {
#embed "../af/streets.txt"
};
static const unsigned char am_streets[] = {
#embed "../am/streets.txt"
};
static const unsigned char az_streets[] = {
#embed "../az/streets.txt"
};
static const unsigned char bg_streets[] = {
#embed "../bg/streets.txt"
};
static const unsigned char ca_streets[] = {
#embed "../ca/streets.txt"
};
static const unsigned char dz_streets[] = {
#embed "../dz/streets.txt"
};
static const unsigned char et_streets[] = {
#embed "../et/streets.txt"
};
static const unsigned char fa_streets[] = {
#embed "../fa/streets.txt"
};
static const unsigned char fi_streets[] = {
#embed "../fi/streets.txt"
};
static const unsigned char ga_streets[] = {
#embed "../ga/streets.txt"
};
static const unsigned char he_streets[] = {
#embed "../he/streets.txt"
};
static const unsigned char hr_streets[] = {
#embed "../hr/streets.txt"
};
static const unsigned char hu_streets[] = {
#embed "../hu/streets.txt"
};
static const unsigned char hy_streets[] = {
#embed "../hy/streets.txt"
};
static const unsigned char is_streets[] = {
#embed "../is/streets.txt"
};
static const unsigned char ka_streets[] = {
#embed "../ka/streets.txt"
};
static const unsigned char kk_streets[] = {
#embed "../kk/streets.txt"
};
static const unsigned char km_streets[] = {
#embed "../km/streets.txt"
};
static const unsigned char ky_streets[] = {
#embed "../ky/streets.txt"
};
static const unsigned char lb_streets[] = {
#embed "../lb/streets.txt"
};
static const unsigned char lo_streets[] = {
#embed "../lo/streets.txt"
};
static const unsigned char lt_streets[] = {
#embed "../lt/streets.txt"
};
static const unsigned char lv_streets[] = {
#embed "../lv/streets.txt"
};
static const unsigned char mn_streets[] = {
#embed "../mn/streets.txt"
};
static const unsigned char ms_streets[] = {
#embed "../ms/streets.txt"
};
static const unsigned char mt_streets[] = {
#embed "../mt/streets.txt"
};
static const unsigned char my_streets[] = {
#embed "../my/streets.txt"
};
static const unsigned char nb_streets[] = {
#embed "../nb/streets.txt"
};
static const unsigned char si_streets[] = {
#embed "../si/streets.txt"
};
static const unsigned char sl_streets[] = {
#embed "../sl/streets.txt"
};
static const unsigned char sq_streets[] = {
#embed "../sq/streets.txt"
};
static const unsigned char sr_streets[] = {
#embed "../sr/streets.txt"
};
static const unsigned char sw_streets[] = {
#embed "../sw/streets.txt"
};
static const unsigned char tg_streets[] = {
#embed "../tg/streets.txt"
};
static const unsigned char tk_streets[] = {
#embed "../tk/streets.txt"
};
static const unsigned char ur_streets[] = {
#embed "../ur/streets.txt"
};
static const unsigned char uz_streets[] = {
#embed "../uz/streets.txt"
};
static const unsigned char und_language[] = {
#embed "../und/language.txt"
};
static const unsigned char en_language[] = {
#embed "../en/language.txt"
};
static const unsigned char es_language[] = {
#embed "../es/language.txt"
};
static const unsigned char pt_language[] = {
#embed "../pt/language.txt"
};
static const unsigned char fr_language[] = {
#embed "../fr/language.txt"
};
static const unsigned char de_language[] = {
#embed "../de/language.txt"
};
static const unsigned char it_language[] = {
#embed "../it/language.txt"
};
static const unsigned char hi_language[] = {
#embed "../hi/language.txt"
};
static const unsigned char id_language[] = {
#embed "../id/language.txt"
};
static const unsigned char tr_language[] = {
#embed "../tr/language.txt"
};
static const unsigned char ar_language[] = {
#embed "../ar/language.txt"
};
static const unsigned char ja_language[] = {
#embed "../ja/language.txt"
};
static const unsigned char nl_language[] = {
#embed "../nl/language.txt"
};
static const unsigned char pl_language[] = {
#embed "../pl/language.txt"
};
static const unsigned char ru_language[] = {
#embed "../ru/language.txt"
};
static const unsigned char vi_language[] = {
#embed "../vi/language.txt"
};
static const unsigned char fil_language[] = {
#embed "../fil/language.txt"
};
static const unsigned char ko_language[] = {
#embed "../ko/language.txt"
};
static const unsigned char zh_language[] = {
#embed "../zh/language.txt"
};
static const unsigned char sv_language[] = {
#embed "../sv/language.txt"
};
static const unsigned char uk_language[] = {
#embed "../uk/language.txt"
};
static const unsigned char th_language[] = {
#embed "../th/language.txt"
};
static const unsigned char cs_language[] = {
#embed "../cs/language.txt"
};
static const unsigned char da_language[] = {
#embed "../da/language.txt"
};
static const unsigned char el_language[] = {
#embed "../el/language.txt"
};
static const unsigned char ro_language[] = {
#embed "../ro/language.txt"
};
static const unsigned char af_language[] = {
#embed "../af/language.txt"
};
static const unsigned char am_language[] = {
#embed "../am/language.txt"
};
static const unsigned char az_language[] = {
#embed "../az/language.txt"
};
static const unsigned char bg_language[] = {
#embed "../bg/language.txt"
};
static const unsigned char bn_language[] = {
#embed "../bn/language.txt"
};
static const unsigned char ca_language[] = {
#embed "../ca/language.txt"
};
static const unsigned char dz_language[] = {
#embed "../dz/language.txt"
};
static const unsigned char et_language[] = {
#embed "../et/language.txt"
};
static const unsigned char eu_language[] = {
#embed "../eu/language.txt"
};
static const unsigned char fa_language[] = {
#embed "../fa/language.txt"
};
static const unsigned char fi_language[] = {
#embed "../fi/language.txt"
};
static const unsigned char ga_language[] = {
#embed "../ga/language.txt"
};
static const unsigned char gl_language[] = {
#embed "../gl/language.txt"
};
static const unsigned char he_language[] = {
#embed "../he/language.txt"
};
static const unsigned char hr_language[] = {
#embed "../hr/language.txt"
};
static const unsigned char hu_language[] = {
#embed "../hu/language.txt"
};
static const unsigned char hy_language[] = {
#embed "../hy/language.txt"
};
static const unsigned char is_language[] = {
#embed "../is/language.txt"
};
static const unsigned char ka_language[] = {
#embed "../ka/language.txt"
};
static const unsigned char kk_language[] = {
#embed "../kk/language.txt"
};
static const unsigned char km_language[] = {
#embed "../km/language.txt"
};
static const unsigned char ky_language[] = {
#embed "../ky/language.txt"
};
static const unsigned char lb_language[] = {
#embed "../lb/language.txt"
};
static const unsigned char lo_language[] = {
#embed "../lo/language.txt"
};
static const unsigned char lt_language[] = {
#embed "../lt/language.txt"
};
static const unsigned char lv_language[] = {
#embed "../lv/language.txt"
};
static const unsigned char mk_language[] = {
#embed "../mk/language.txt"
};
static const unsigned char mn_language[] = {
#embed "../mn/language.txt"
};
static const unsigned char ms_language[] = {
#embed "../ms/language.txt"
};
static const unsigned char mt_language[] = {
#embed "../mt/language.txt"
};
static const unsigned char my_language[] = {
#embed "../my/language.txt"
};
static const unsigned char nb_language[] = {
#embed "../nb/language.txt"
};
static const unsigned char si_language[] = {
#embed "../si/language.txt"
};
static const unsigned char sk_language[] = {
#embed "../sk/language.txt"
};
static const unsigned char sl_language[] = {
#embed "../sl/language.txt"
};
static const unsigned char sq_language[] = {
#embed "../sq/language.txt"
};
static const unsigned char sr_language[] = {
#embed "../sr/language.txt"
};
static const unsigned char sw_language[] = {
#embed "../sw/language.txt"
};
static const unsigned char ta_language[] = {
#embed "../ta/language.txt"
};
static const unsigned char tg_language[] = {
#embed "../tg/language.txt"
};
static const unsigned char tk_language[] = {
#embed "../tk/language.txt"
};
static const unsigned char ur_language[] = {
#embed "../ur/language.txt"
};
static const unsigned char uz_language[] = {
#embed "../uz/language.txt"
};

static const struct embedded_file files[] = {
    {"und", "consent", und_consent, sizeof und_consent},
    {"en", "consent", en_consent, sizeof en_consent},
    {"es", "consent", es_consent, sizeof es_consent},
    {"pt", "consent", pt_consent, sizeof pt_consent},
    {"fr", "consent", fr_consent, sizeof fr_consent},
    {"de", "consent", de_consent, sizeof de_consent},
    {"it", "consent", it_consent, sizeof it_consent},
    {"hi", "consent", hi_consent, sizeof hi_consent},
    {"id", "consent", id_consent, sizeof id_consent},
    {"tr", "consent", tr_consent, sizeof tr_consent},
    {"ar", "consent", ar_consent, sizeof ar_consent},
    {"ja", "consent", ja_consent, sizeof ja_consent},
    {"nl", "consent", nl_consent, sizeof nl_consent},
    {"pl", "consent", pl_consent, sizeof pl_consent},
    {"ru", "consent", ru_consent, sizeof ru_consent},
    {"vi", "consent", vi_consent, sizeof vi_consent},
    {"fil", "consent", fil_consent, sizeof fil_consent},
    {"ko", "consent", ko_consent, sizeof ko_consent},
    {"zh", "consent", zh_consent, sizeof zh_consent},
    {"sv", "consent", sv_consent, sizeof sv_consent},
    {"uk", "consent", uk_consent, sizeof uk_consent},
    {"th", "consent", th_consent, sizeof th_consent},
    {"cs", "consent", cs_consent, sizeof cs_consent},
    {"da", "consent", da_consent, sizeof da_consent},
    {"el", "consent", el_consent, sizeof el_consent},
    {"ro", "consent", ro_consent, sizeof ro_consent},
    {"en", "quotes", en_quotes, sizeof en_quotes},
    {"es", "quotes", es_quotes, sizeof es_quotes},
    {"pt", "quotes", pt_quotes, sizeof pt_quotes},
    {"fr", "quotes", fr_quotes, sizeof fr_quotes},
    {"de", "quotes", de_quotes, sizeof de_quotes},
    {"it", "quotes", it_quotes, sizeof it_quotes},
    {"hi", "quotes", hi_quotes, sizeof hi_quotes},
    {"id", "quotes", id_quotes, sizeof id_quotes},
    {"tr", "quotes", tr_quotes, sizeof tr_quotes},
    {"ar", "quotes", ar_quotes, sizeof ar_quotes},
    {"ja", "quotes", ja_quotes, sizeof ja_quotes},
    {"nl", "quotes", nl_quotes, sizeof nl_quotes},
    {"pl", "quotes", pl_quotes, sizeof pl_quotes},
    {"ru", "quotes", ru_quotes, sizeof ru_quotes},
    {"vi", "quotes", vi_quotes, sizeof vi_quotes},
    {"fil", "quotes", fil_quotes, sizeof fil_quotes},
    {"ko", "quotes", ko_quotes, sizeof ko_quotes},
    {"zh", "quotes", zh_quotes, sizeof zh_quotes},
    {"sv", "quotes", sv_quotes, sizeof sv_quotes},
    {"uk", "quotes", uk_quotes, sizeof uk_quotes},
    {"th", "quotes", th_quotes, sizeof th_quotes},
    {"cs", "quotes", cs_quotes, sizeof cs_quotes},
    {"da", "quotes", da_quotes, sizeof da_quotes},
    {"el", "quotes", el_quotes, sizeof el_quotes},
    {"ro", "quotes", ro_quotes, sizeof ro_quotes},
    {"bg", "quotes", bg_quotes, sizeof bg_quotes},
    {"bn", "quotes", bn_quotes, sizeof bn_quotes},
    {"ca", "quotes", ca_quotes, sizeof ca_quotes},
    {"et", "quotes", et_quotes, sizeof et_quotes},
    {"eu", "quotes", eu_quotes, sizeof eu_quotes},
    {"fa", "quotes", fa_quotes, sizeof fa_quotes},
    {"fi", "quotes", fi_quotes, sizeof fi_quotes},
    {"gl", "quotes", gl_quotes, sizeof gl_quotes},
    {"he", "quotes", he_quotes, sizeof he_quotes},
    {"hr", "quotes", hr_quotes, sizeof hr_quotes},
    {"hu", "quotes", hu_quotes, sizeof hu_quotes},
    {"is", "quotes", is_quotes, sizeof is_quotes},
    {"ka", "quotes", ka_quotes, sizeof ka_quotes},
    {"lt", "quotes", lt_quotes, sizeof lt_quotes},
    {"lv", "quotes", lv_quotes, sizeof lv_quotes},
    {"mk", "quotes", mk_quotes, sizeof mk_quotes},
    {"ms", "quotes", ms_quotes, sizeof ms_quotes},
    {"nb", "quotes", nb_quotes, sizeof nb_quotes},
    {"sk", "quotes", sk_quotes, sizeof sk_quotes},
    {"sl", "quotes", sl_quotes, sizeof sl_quotes},
    {"sq", "quotes", sq_quotes, sizeof sq_quotes},
    {"sr", "quotes", sr_quotes, sizeof sr_quotes},
    {"sw", "quotes", sw_quotes, sizeof sw_quotes},
    {"ta", "quotes", ta_quotes, sizeof ta_quotes},
    {"und", "signatures", und_signatures, sizeof und_signatures},
    {"en", "signatures", en_signatures, sizeof en_signatures},
    {"es", "signatures", es_signatures, sizeof es_signatures},
    {"pt", "signatures", pt_signatures, sizeof pt_signatures},
    {"fr", "signatures", fr_signatures, sizeof fr_signatures},
    {"de", "signatures", de_signatures, sizeof de_signatures},
    {"it", "signatures", it_signatures, sizeof it_signatures},
    {"hi", "signatures", hi_signatures, sizeof hi_signatures},
    {"id", "signatures", id_signatures, sizeof id_signatures},
    {"tr", "signatures", tr_signatures, sizeof tr_signatures},
    {"ar", "signatures", ar_signatures, sizeof ar_signatures},
    {"ja", "signatures", ja_signatures, sizeof ja_signatures},
    {"nl", "signatures", nl_signatures, sizeof nl_signatures},
    {"pl", "signatures", pl_signatures, sizeof pl_signatures},
    {"ru", "signatures", ru_signatures, sizeof ru_signatures},
    {"vi", "signatures", vi_signatures, sizeof vi_signatures},
    {"ko", "signatures", ko_signatures, sizeof ko_signatures},
    {"zh", "signatures", zh_signatures, sizeof zh_signatures},
    {"sv", "signatures", sv_signatures, sizeof sv_signatures},
    {"uk", "signatures", uk_signatures, sizeof uk_signatures},
    {"th", "signatures", th_signatures, sizeof th_signatures},
    {"cs", "signatures", cs_signatures, sizeof cs_signatures},
    {"da", "signatures", da_signatures, sizeof da_signatures},
    {"el", "signatures", el_signatures, sizeof el_signatures},
    {"ro", "signatures", ro_signatures, sizeof ro_signatures},
    {"bg", "signatures", bg_signatures, sizeof bg_signatures},
    {"ca", "signatures", ca_signatures, sizeof ca_signatures},
    {"et", "signatures", et_signatures, sizeof et_signatures},
    {"fa", "signatures", fa_signatures, sizeof fa_signatures},
    {"fi", "signatures", fi_signatures, sizeof fi_signatures},
    {"he", "signatures", he_signatures, sizeof he_signatures},
    {"hr", "signatures", hr_signatures, sizeof hr_signatures},
    {"hu", "signatures", hu_signatures, sizeof hu_signatures},
    {"lt", "signatures", lt_signatures, sizeof lt_signatures},
    {"lv", "signatures", lv_signatures, sizeof lv_signatures},
    {"ms", "signatures", ms_signatures, sizeof ms_signatures},
    {"nb", "signatures", nb_signatures, sizeof nb_signatures},
    {"sk", "signatures", sk_signatures, sizeof sk_signatures},
    {"sr", "signatures", sr_signatures, sizeof sr_signatures},
    {"en", "machines", en_machines, sizeof en_machines},
    {"es", "machines", es_machines, sizeof es_machines},
    {"pt", "machines", pt_machines, sizeof pt_machines},
    {"fr", "machines", fr_machines, sizeof fr_machines},
    {"de", "machines", de_machines, sizeof de_machines},
    {"it", "machines", it_machines, sizeof it_machines},
    {"hi", "machines", hi_machines, sizeof hi_machines},
    {"id", "machines", id_machines, sizeof id_machines},
    {"tr", "machines", tr_machines, sizeof tr_machines},
    {"ar", "machines", ar_machines, sizeof ar_machines},
    {"ja", "machines", ja_machines, sizeof ja_machines},
    {"nl", "machines", nl_machines, sizeof nl_machines},
    {"pl", "machines", pl_machines, sizeof pl_machines},
    {"ru", "machines", ru_machines, sizeof ru_machines},
    {"vi", "machines", vi_machines, sizeof vi_machines},
    {"ko", "machines", ko_machines, sizeof ko_machines},
    {"zh", "machines", zh_machines, sizeof zh_machines},
    {"sv", "machines", sv_machines, sizeof sv_machines},
    {"uk", "machines", uk_machines, sizeof uk_machines},
    {"th", "machines", th_machines, sizeof th_machines},
    {"cs", "machines", cs_machines, sizeof cs_machines},
    {"da", "machines", da_machines, sizeof da_machines},
    {"el", "machines", el_machines, sizeof el_machines},
    {"ro", "machines", ro_machines, sizeof ro_machines},
    {"bg", "machines", bg_machines, sizeof bg_machines},
    {"ca", "machines", ca_machines, sizeof ca_machines},
    {"fa", "machines", fa_machines, sizeof fa_machines},
    {"fi", "machines", fi_machines, sizeof fi_machines},
    {"he", "machines", he_machines, sizeof he_machines},
    {"hr", "machines", hr_machines, sizeof hr_machines},
    {"hu", "machines", hu_machines, sizeof hu_machines},
    {"ms", "machines", ms_machines, sizeof ms_machines},
    {"nb", "machines", nb_machines, sizeof nb_machines},
    {"sk", "machines", sk_machines, sizeof sk_machines},
    {"sl", "machines", sl_machines, sizeof sl_machines},
    {"und", "calendar", und_calendar, sizeof und_calendar},
    {"en", "calendar", en_calendar, sizeof en_calendar},
    {"es", "calendar", es_calendar, sizeof es_calendar},
    {"pt", "calendar", pt_calendar, sizeof pt_calendar},
    {"fr", "calendar", fr_calendar, sizeof fr_calendar},
    {"de", "calendar", de_calendar, sizeof de_calendar},
    {"it", "calendar", it_calendar, sizeof it_calendar},
    {"hi", "calendar", hi_calendar, sizeof hi_calendar},
    {"id", "calendar", id_calendar, sizeof id_calendar},
    {"tr", "calendar", tr_calendar, sizeof tr_calendar},
    {"ar", "calendar", ar_calendar, sizeof ar_calendar},
    {"ja", "calendar", ja_calendar, sizeof ja_calendar},
    {"nl", "calendar", nl_calendar, sizeof nl_calendar},
    {"pl", "calendar", pl_calendar, sizeof pl_calendar},
    {"ru", "calendar", ru_calendar, sizeof ru_calendar},
    {"vi", "calendar", vi_calendar, sizeof vi_calendar},
    {"ko", "calendar", ko_calendar, sizeof ko_calendar},
    {"zh", "calendar", zh_calendar, sizeof zh_calendar},
    {"sv", "calendar", sv_calendar, sizeof sv_calendar},
    {"uk", "calendar", uk_calendar, sizeof uk_calendar},
    {"th", "calendar", th_calendar, sizeof th_calendar},
    {"cs", "calendar", cs_calendar, sizeof cs_calendar},
    {"da", "calendar", da_calendar, sizeof da_calendar},
    {"el", "calendar", el_calendar, sizeof el_calendar},
    {"ro", "calendar", ro_calendar, sizeof ro_calendar},
    {"bg", "calendar", bg_calendar, sizeof bg_calendar},
    {"fi", "calendar", fi_calendar, sizeof fi_calendar},
    {"he", "calendar", he_calendar, sizeof he_calendar},
    {"hu", "calendar", hu_calendar, sizeof hu_calendar},
    {"nb", "calendar", nb_calendar, sizeof nb_calendar},
    {"sk", "calendar", sk_calendar, sizeof sk_calendar},
    {"und", "phones", und_phones, sizeof und_phones},
    {"en", "phones", en_phones, sizeof en_phones},
    {"es", "phones", es_phones, sizeof es_phones},
    {"pt", "phones", pt_phones, sizeof pt_phones},
    {"fr", "phones", fr_phones, sizeof fr_phones},
    {"de", "phones", de_phones, sizeof de_phones},
    {"it", "phones", it_phones, sizeof it_phones},
    {"hi", "phones", hi_phones, sizeof hi_phones},
    {"id", "phones", id_phones, sizeof id_phones},
    {"tr", "phones", tr_phones, sizeof tr_phones},
    {"ar", "phones", ar_phones, sizeof ar_phones},
    {"ja", "phones", ja_phones, sizeof ja_phones},
    {"nl", "phones", nl_phones, sizeof nl_phones},
    {"pl", "phones", pl_phones, sizeof pl_phones},
    {"ru", "phones", ru_phones, sizeof ru_phones},
    {"vi", "phones", vi_phones, sizeof vi_phones},
    {"fil", "phones", fil_phones, sizeof fil_phones},
    {"ko", "phones", ko_phones, sizeof ko_phones},
    {"zh", "phones", zh_phones, sizeof zh_phones},
    {"sv", "phones", sv_phones, sizeof sv_phones},
    {"uk", "phones", uk_phones, sizeof uk_phones},
    {"th", "phones", th_phones, sizeof th_phones},
    {"cs", "phones", cs_phones, sizeof cs_phones},
    {"da", "phones", da_phones, sizeof da_phones},
    {"el", "phones", el_phones, sizeof el_phones},
    {"ro", "phones", ro_phones, sizeof ro_phones},
    {"fi", "phones", fi_phones, sizeof fi_phones},
    {"he", "phones", he_phones, sizeof he_phones},
    {"hu", "phones", hu_phones, sizeof hu_phones},
    {"nb", "phones", nb_phones, sizeof nb_phones},
    {"en", "numbers", en_numbers, sizeof en_numbers},
    {"es", "numbers", es_numbers, sizeof es_numbers},
    {"pt", "numbers", pt_numbers, sizeof pt_numbers},
    {"fr", "numbers", fr_numbers, sizeof fr_numbers},
    {"de", "numbers", de_numbers, sizeof de_numbers},
    {"it", "numbers", it_numbers, sizeof it_numbers},
    {"hi", "numbers", hi_numbers, sizeof hi_numbers},
    {"id", "numbers", id_numbers, sizeof id_numbers},
    {"tr", "numbers", tr_numbers, sizeof tr_numbers},
    {"ar", "numbers", ar_numbers, sizeof ar_numbers},
    {"ja", "numbers", ja_numbers, sizeof ja_numbers},
    {"nl", "numbers", nl_numbers, sizeof nl_numbers},
    {"pl", "numbers", pl_numbers, sizeof pl_numbers},
    {"ru", "numbers", ru_numbers, sizeof ru_numbers},
    {"vi", "numbers", vi_numbers, sizeof vi_numbers},
    {"sv", "numbers", sv_numbers, sizeof sv_numbers},
    {"uk", "numbers", uk_numbers, sizeof uk_numbers},
    {"cs", "numbers", cs_numbers, sizeof cs_numbers},
    {"da", "numbers", da_numbers, sizeof da_numbers},
    {"el", "numbers", el_numbers, sizeof el_numbers},
    {"ro", "numbers", ro_numbers, sizeof ro_numbers},
    {"fi", "numbers", fi_numbers, sizeof fi_numbers},
    {"hu", "numbers", hu_numbers, sizeof hu_numbers},
    {"nb", "numbers", nb_numbers, sizeof nb_numbers},
    {"und", "streets", und_streets, sizeof und_streets},
    {"en", "streets", en_streets, sizeof en_streets},
    {"es", "streets", es_streets, sizeof es_streets},
    {"pt", "streets", pt_streets, sizeof pt_streets},
    {"fr", "streets", fr_streets, sizeof fr_streets},
    {"de", "streets", de_streets, sizeof de_streets},
    {"it", "streets", it_streets, sizeof it_streets},
    {"hi", "streets", hi_streets, sizeof hi_streets},
    {"id", "streets", id_streets, sizeof id_streets},
    {"tr", "streets", tr_streets, sizeof tr_streets},
    {"ar", "streets", ar_streets, sizeof ar_streets},
    {"ja", "streets", ja_streets, sizeof ja_streets},
    {"nl", "streets", nl_streets, sizeof nl_streets},
    {"pl", "streets", pl_streets, sizeof pl_streets},
    {"ru", "streets", ru_streets, sizeof ru_streets},
    {"vi", "streets", vi_streets, sizeof vi_streets},
    {"fil", "streets", fil_streets, sizeof fil_streets},
    {"ko", "streets", ko_streets, sizeof ko_streets},
    {"zh", "streets", zh_streets, sizeof zh_streets},
    {"sv", "streets", sv_streets, sizeof sv_streets},
    {"uk", "streets", uk_streets, sizeof uk_streets},
    {"th", "streets", th_streets, sizeof th_streets},
    {"cs", "streets", cs_streets, sizeof cs_streets},
    {"da", "streets", da_streets, sizeof da_streets},
    {"el", "streets", el_streets, sizeof el_streets},
    {"ro", "streets", ro_streets, sizeof ro_streets},
    {"af", "streets", af_streets, sizeof af_streets},
    {"am", "streets", am_streets, sizeof am_streets},
    {"az", "streets", az_streets, sizeof az_streets},
    {"bg", "streets", bg_streets, sizeof bg_streets},
    {"ca", "streets", ca_streets, sizeof ca_streets},
    {"dz", "streets", dz_streets, sizeof dz_streets},
    {"et", "streets", et_streets, sizeof et_streets},
    {"fa", "streets", fa_streets, sizeof fa_streets},
    {"fi", "streets", fi_streets, sizeof fi_streets},
    {"ga", "streets", ga_streets, sizeof ga_streets},
    {"he", "streets", he_streets, sizeof he_streets},
    {"hr", "streets", hr_streets, sizeof hr_streets},
    {"hu", "streets", hu_streets, sizeof hu_streets},
    {"hy", "streets", hy_streets, sizeof hy_streets},
    {"is", "streets", is_streets, sizeof is_streets},
    {"ka", "streets", ka_streets, sizeof ka_streets},
    {"kk", "streets", kk_streets, sizeof kk_streets},
    {"km", "streets", km_streets, sizeof km_streets},
    {"ky", "streets", ky_streets, sizeof ky_streets},
    {"lb", "streets", lb_streets, sizeof lb_streets},
    {"lo", "streets", lo_streets, sizeof lo_streets},
    {"lt", "streets", lt_streets, sizeof lt_streets},
    {"lv", "streets", lv_streets, sizeof lv_streets},
    {"mn", "streets", mn_streets, sizeof mn_streets},
    {"ms", "streets", ms_streets, sizeof ms_streets},
    {"mt", "streets", mt_streets, sizeof mt_streets},
    {"my", "streets", my_streets, sizeof my_streets},
    {"nb", "streets", nb_streets, sizeof nb_streets},
    {"si", "streets", si_streets, sizeof si_streets},
    {"sl", "streets", sl_streets, sizeof sl_streets},
    {"sq", "streets", sq_streets, sizeof sq_streets},
    {"sr", "streets", sr_streets, sizeof sr_streets},
    {"sw", "streets", sw_streets, sizeof sw_streets},
    {"tg", "streets", tg_streets, sizeof tg_streets},
    {"tk", "streets", tk_streets, sizeof tk_streets},
    {"ur", "streets", ur_streets, sizeof ur_streets},
    {"uz", "streets", uz_streets, sizeof uz_streets},
    {"und", "language", und_language, sizeof und_language},
    {"en", "language", en_language, sizeof en_language},
    {"es", "language", es_language, sizeof es_language},
    {"pt", "language", pt_language, sizeof pt_language},
    {"fr", "language", fr_language, sizeof fr_language},
    {"de", "language", de_language, sizeof de_language},
    {"it", "language", it_language, sizeof it_language},
    {"hi", "language", hi_language, sizeof hi_language},
    {"id", "language", id_language, sizeof id_language},
    {"tr", "language", tr_language, sizeof tr_language},
    {"ar", "language", ar_language, sizeof ar_language},
    {"ja", "language", ja_language, sizeof ja_language},
    {"nl", "language", nl_language, sizeof nl_language},
    {"pl", "language", pl_language, sizeof pl_language},
    {"ru", "language", ru_language, sizeof ru_language},
    {"vi", "language", vi_language, sizeof vi_language},
    {"fil", "language", fil_language, sizeof fil_language},
    {"ko", "language", ko_language, sizeof ko_language},
    {"zh", "language", zh_language, sizeof zh_language},
    {"sv", "language", sv_language, sizeof sv_language},
    {"uk", "language", uk_language, sizeof uk_language},
    {"th", "language", th_language, sizeof th_language},
    {"cs", "language", cs_language, sizeof cs_language},
    {"da", "language", da_language, sizeof da_language},
    {"el", "language", el_language, sizeof el_language},
    {"ro", "language", ro_language, sizeof ro_language},
    {"af", "language", af_language, sizeof af_language},
    {"am", "language", am_language, sizeof am_language},
    {"az", "language", az_language, sizeof az_language},
    {"bg", "language", bg_language, sizeof bg_language},
    {"bn", "language", bn_language, sizeof bn_language},
    {"ca", "language", ca_language, sizeof ca_language},
    {"dz", "language", dz_language, sizeof dz_language},
    {"et", "language", et_language, sizeof et_language},
    {"eu", "language", eu_language, sizeof eu_language},
    {"fa", "language", fa_language, sizeof fa_language},
    {"fi", "language", fi_language, sizeof fi_language},
    {"ga", "language", ga_language, sizeof ga_language},
    {"gl", "language", gl_language, sizeof gl_language},
    {"he", "language", he_language, sizeof he_language},
    {"hr", "language", hr_language, sizeof hr_language},
    {"hu", "language", hu_language, sizeof hu_language},
    {"hy", "language", hy_language, sizeof hy_language},
    {"is", "language", is_language, sizeof is_language},
    {"ka", "language", ka_language, sizeof ka_language},
    {"kk", "language", kk_language, sizeof kk_language},
    {"km", "language", km_language, sizeof km_language},
    {"ky", "language", ky_language, sizeof ky_language},
    {"lb", "language", lb_language, sizeof lb_language},
    {"lo", "language", lo_language, sizeof lo_language},
    {"lt", "language", lt_language, sizeof lt_language},
    {"lv", "language", lv_language, sizeof lv_language},
    {"mk", "language", mk_language, sizeof mk_language},
    {"mn", "language", mn_language, sizeof mn_language},
    {"ms", "language", ms_language, sizeof ms_language},
    {"mt", "language", mt_language, sizeof mt_language},
    {"my", "language", my_language, sizeof my_language},
    {"nb", "language", nb_language, sizeof nb_language},
    {"si", "language", si_language, sizeof si_language},
    {"sk", "language", sk_language, sizeof sk_language},
    {"sl", "language", sl_language, sizeof sl_language},
    {"sq", "language", sq_language, sizeof sq_language},
    {"sr", "language", sr_language, sizeof sr_language},
    {"sw", "language", sw_language, sizeof sw_language},
    {"ta", "language", ta_language, sizeof ta_language},
    {"tg", "language", tg_language, sizeof tg_language},
    {"tk", "language", tk_language, sizeof tk_language},
    {"ur", "language", ur_language, sizeof ur_language},
    {"uz", "language", uz_language, sizeof uz_language},
};
const struct embedded_file *embedded_files_start(void) { return files; }
const size_t embedded_files_count = sizeof files / sizeof *files;
