// SPDX-License-Identifier: Apache-2.0
#include "gui/desktop.h"

#include <QProcess>

using namespace Qt::StringLiterals;

namespace chartwright_test {

QString xdotool(const QStringList &arguments)
{
    QProcess process;
    process.start(u"xdotool"_s, arguments);
    process.waitForFinished();
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

QString windowTitled(const QString &title)
{
    return xdotool({u"search"_s, u"--onlyvisible"_s, u"--name"_s, title}).section(u'\n', 0, 0);
}

} // namespace chartwright_test
