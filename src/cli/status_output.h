// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/console.h"
#include "cli/release_status.h"

namespace chartwright::cli {

/// For people: a line an object, and below it its pods and, where it is not well, what is wrong.
void tellStatus(const QList<ObjectStatus> &objects, Console &console);
/// Those that are not well, a line each with the reason.
void tellUnwell(const QList<ObjectStatus> &objects, Console &console);
/// What is told of an object while it is watched: the lines of now that were not among `before`,
/// which are replaced. Each names the object.
QStringList newLines(const ObjectStatus &object, QStringList &before);
/// {"kind", "namespace", "name", "state", "good", "word", "message", "advice", "address", "pods":
/// [{"name", "state", "word", "message", "ready", "containers", "restarts", "created"}],
/// "warnings":
/// [{"about", "reason", "message", "count", "last"}]}
Value statusValue(const ObjectStatus &object);
/// {"release", "namespace", "context", "good", "objects"}
QByteArray statusJson(const ClusterSession &session, const QList<ObjectStatus> &objects);
/// On one line.
QByteArray jsonLine(const Value &value);

} // namespace chartwright::cli
