// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QString>

namespace chartwright {

/// The lines of `now`, by number, that a shortest way from `before` to `now` puts in. Where very
/// many differ, all from the first to the last.
QList<int> changedLines(const QString &before, const QString &now);

} // namespace chartwright
