// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/apply_run.h"

namespace chartwright::cli {

/// For a person: "created", "restarted, since its Secret changed".
QString accountWord(const ApplyStep &step);
/// [{"kind", "namespace", "name", "work", "state", "warnings", "error"}]; `error` where it failed.
/// Works are namespace, secret, object, upgrade, restart, deletion, helmRecord and record; states
/// waiting, created, changed, same, deleted, leftOut and failed.
QByteArray accountJson(const QList<ApplyStep> &steps);

} // namespace chartwright::cli
