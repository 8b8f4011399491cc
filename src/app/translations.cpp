// SPDX-License-Identifier: Apache-2.0
#include "app/translations.h"

#include "base/translator.h"

#include <QCoreApplication>
#include <QLibraryInfo>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

void install(QTranslator *translator, const QLocale &locale, const QString &name,
             const QString &folder)
{
    translator->setParent(qApp);
    if (translator->load(locale, name, u"_"_s, folder))
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace

void installTranslations(const QLocale &locale)
{
    install(new Translator, QLocale(QLocale::English), u"chartwright"_s, u":/i18n"_s);
    if (locale.language() == QLocale::English || locale.language() == QLocale::C)
        return;
    install(new QTranslator, locale, u"qtbase"_s,
            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(new Translator, locale, u"chartwright"_s, u":/i18n"_s);
}

} // namespace chartwright
