// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QStringList>

namespace chartwright_test {

// For windows of other programs: what xdotool says to the arguments.
QString xdotool(const QStringList &arguments);
// The first window that is seen under a title (a regular expression), or "".
QString windowTitled(const QString &title);

} // namespace chartwright_test
