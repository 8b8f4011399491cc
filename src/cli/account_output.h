// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/apply_run.h"
#include "deploy/deploy_step.h"

namespace chartwright::cli {

/// For a person: "created", "restarted, since its Secret changed".
QString accountWord(const ApplyStep &step);
/// [{"kind", "namespace", "name", "work", "state", "warnings", "error"}]; `error` where it failed.
/// Works are namespace, secret, object, upgrade, restart, deletion, helmRecord and record; states
/// waiting, created, changed, same, deleted, leftOut and failed.
QByteArray accountJson(const QList<ApplyStep> &steps);
/// [{"work", "name", "state", "text", "milliseconds", "error": {"message", "where", "remedy"}}], of
/// what goes before, to Minikube; `error` where it failed. Works are start, addon and image; states
/// waiting, done, needless (it was so already), skipped, failed and stopped. `text` is for people.
QByteArray stepsJson(const QList<DeployStep> &steps);

} // namespace chartwright::cli
