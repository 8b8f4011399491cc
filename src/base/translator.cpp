// SPDX-License-Identifier: Apache-2.0
#include "base/translator.h"

namespace chartwright {
namespace {

thread_local int sourceLanguages = 0;

} // namespace

SourceLanguage::SourceLanguage() { ++sourceLanguages; }
SourceLanguage::~SourceLanguage() { --sourceLanguages; }
bool SourceLanguage::isOn() { return sourceLanguages > 0; }

QString Translator::translate(const char *, const char *text, const char *comment, int n) const
{
    return SourceLanguage::isOn() ? QString()
                                  : QTranslator::translate("chartwright", text, comment, n);
}

} // namespace chartwright
