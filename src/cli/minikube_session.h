// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"

namespace chartwright::cli {

/// --minikube, --profile, --driver, --cpus and --memory.
QList<QCommandLineOption> minikubeOptions();
/// What does not go together. Gives an ExitCode.
int refuseMinikube(const QCommandLineParser &parser, const QString &command, Console &console);
/// For openDrawn(): lets the profile run, with its addon and images, and tells each step. Empty
/// without --minikube.
FindPlace minikubePlace(const QCommandLineParser &parser, Console &console);
/// Asks for the page until it answers, and tells where it is. Gives an ExitCode.
int tellAddress(const ClusterSession &session, bool asJson, Console &console);

} // namespace chartwright::cli
