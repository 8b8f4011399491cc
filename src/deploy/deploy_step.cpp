// SPDX-License-Identifier: Apache-2.0
#include "deploy/deploy_step.h"

#include "cluster/plain_text.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("DeployStep", text); }

} // namespace

QString DeployStep::title() const
{
    switch (work) {
    case Work::Check:
        return tr("Check");
    case Work::Start:
        return tr("Minikube %1").arg(shownName(name));
    case Work::Addon:
        return tr("Addon %1").arg(shownName(name));
    case Work::Image:
        return tr("Image %1").arg(shownName(name));
    case Work::Namespace:
        return tr("Namespace %1").arg(shownName(name));
    case Work::Secrets:
        return tr("Secrets");
    case Work::Release:
        return tr("Release %1").arg(shownName(name));
    case Work::Restarts:
        return tr("Restarts");
    case Work::Ready:
        return tr("Wait for the pods");
    case Work::Answer:
        return tr("Ask for the page");
    case Work::Open:
        return tr("Open the browser");
    }
    return {};
}

} // namespace chartwright
