#include "CPhoneNumber.h"

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>

#include <cstring>
#include <limits>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberMatch;
using i18n::phonenumbers::PhoneNumberMatcher;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

template <size_t Size>
void copy(const std::string &text, char (&target)[Size]) {
    const size_t length = text.size() < Size ? text.size() : Size - 1;
    std::memcpy(target, text.data(), length);
    target[length] = 0;
}

void describe(const PhoneNumberUtil &util, const PhoneNumber &number, cphone_number *description) {
    std::string text;
    util.Format(number, PhoneNumberUtil::E164, &text);
    copy(text, description->e164);
    util.GetRegionCodeForNumber(number, &text);
    copy(text, description->region);
    description->calling_code = number.country_code();
    description->type = util.GetNumberType(number);
    description->is_valid = util.IsValidNumber(number);
}

}  // namespace

// Nothing thrown inside (bad_alloc, an ICU or protobuf failure) may cross into Swift: the answer is then "none found".

size_t cphone_find(
    const char *text, size_t length, const char *region, int32_t leniency, cphone_match *matches,
    size_t capacity) noexcept {
    try {
        const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumberMatcher matcher(
            util, std::string(text, length), region, static_cast<PhoneNumberMatcher::Leniency>(leniency),
            std::numeric_limits<int>::max());
        size_t count = 0;
        PhoneNumberMatch match;
        while (count < capacity && matcher.HasNext() && matcher.Next(&match)) {
            matches[count].start = static_cast<size_t>(match.start());
            matches[count].end = static_cast<size_t>(match.end());
            describe(util, match.number(), &matches[count].number);
            count += 1;
        }
        return count;
    } catch (...) {
        return 0;
    }
}

bool cphone_parse(const char *text, size_t length, const char *region, cphone_number *number) noexcept {
    try {
        const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumber parsed;
        if (util.Parse(std::string(text, length), region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
        describe(util, parsed, number);
        return true;
    } catch (...) {
        return false;
    }
}

int32_t cphone_calling_code(const char *region) noexcept {
    try {
        return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region);
    } catch (...) {
        return 0;
    }
}

bool cphone_region(int32_t calling_code, char region[8]) noexcept {
    try {
        std::string code;
        PhoneNumberUtil::GetInstance()->GetRegionCodeForCountryCode(calling_code, &code);
        if (code.size() != 2 || code == "ZZ") return false;
        std::memcpy(region, code.c_str(), 3);
        return true;
    } catch (...) {
        return false;
    }
}
