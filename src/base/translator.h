// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QTranslator>

namespace chartwright {

/// While one lives, texts of this thread stay as they are written in the source (English). What
/// goes into a chart is the same whatever the program's language.
class SourceLanguage
{
public:
    SourceLanguage();
    ~SourceLanguage();
    Q_DISABLE_COPY_MOVE(SourceLanguage)
    static bool isOn();
};

/// The program's own texts. All stand in one context: the same English text has one translation,
/// wherever it is used (packaging/update-translations makes the .ts files so).
class Translator : public QTranslator
{
public:
    using QTranslator::QTranslator;
    QString translate(const char *context, const char *text, const char *comment = nullptr,
                      int n = -1) const override;
};

} // namespace chartwright
