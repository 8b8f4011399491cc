// SPDX-License-Identifier: Apache-2.0
#include "cli/format_option.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

QCommandLineOption formatOption(const QString &help)
{
    return {{QStringLiteral("o"), QStringLiteral("output")},
            help.isEmpty() ? tr("text or json.") : help,
            QStringLiteral("FORMAT"),
            QStringLiteral("text")};
}

int refuseFormat(const QCommandLineParser &parser, const QString &command, Console &console)
{
    const QString format = parser.value(QStringLiteral("output"));
    if (format == u"text" || format == u"json")
        return Clean;
    return console.failUsage(tr("the output can be text or json, not %1").arg(format), command);
}

bool isJson(const QCommandLineParser &parser)
{
    return parser.value(QStringLiteral("output")) == u"json";
}

} // namespace chartwright::cli
