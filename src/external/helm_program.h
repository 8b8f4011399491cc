// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QObject>
#include <functional>

namespace chartwright {

/// A helm that was found, and said which one it is.
struct HelmProgram
{
    QString path; ///< absolute
    int major = 0;
    QString version; ///< "4.3.1"
};

/// Where helm is: `given` (a path, as the settings have it) if it is not empty, else on PATH. Fails
/// with what to do about it.
Result<QString> findHelm(const QString &given);

/// Asks a program that findHelm() gave for its version; 3 and 4 are taken. Calls back once, later,
/// unless `context` has gone by then. Main thread.
void askHelm(const QString &path, QObject *context,
             std::function<void(const Result<HelmProgram> &)> done);

} // namespace chartwright
