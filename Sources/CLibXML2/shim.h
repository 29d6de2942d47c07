#pragma once
// Debian's libxml2 is built with ICU and its headers include ICU's, whose types clash with the ICU inside Foundation.
// Nothing that is used here needs them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
