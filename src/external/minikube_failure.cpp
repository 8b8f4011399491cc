// SPDX-License-Identifier: Apache-2.0
#include "external/minikube_failure.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Minikube", text); }

struct Reason
{
    const char *id; ///< the beginning of it
    const char *sentence, *remedy;
    bool isOfSettings = false;
};

// The first that fits; longer ids stand before those that they begin with.
constexpr Reason Reasons[] = {
    {"RSRC_INSUFFICIENT_CORES",
     QT_TRANSLATE_NOOP("Minikube", "This machine has too few processors for Minikube"),
     QT_TRANSLATE_NOOP("Minikube", "Kubernetes needs two: give it two or fewer than there are."),
     true},
    {"RSRC_DOCKER_CORES",
     QT_TRANSLATE_NOOP("Minikube", "Docker Desktop has too few processors for Minikube"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Give it two or more in its settings, under Resources, and try again.")},
    {"RSRC_DOCKER_MEMORY",
     QT_TRANSLATE_NOOP("Minikube", "Docker Desktop has too little memory for Minikube"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Give it more in its settings, under Resources, and try again.")},
    {"RSRC_INSUFFICIENT_REQ_MEMORY",
     QT_TRANSLATE_NOOP("Minikube", "Minikube was given less memory than Kubernetes needs"),
     QT_TRANSLATE_NOOP("Minikube", "Give it at least 1,800 MB."), true},
    {"RSRC_INSUFFICIENT",
     QT_TRANSLATE_NOOP("Minikube", "This machine has less memory than Minikube was to take"),
     QT_TRANSLATE_NOOP("Minikube", "Give it less, or close other programs."), true},
    {"RSRC_DOCKER_STORAGE", QT_TRANSLATE_NOOP("Minikube", "Docker has no room on the disk"),
     QT_TRANSLATE_NOOP("Minikube", "Make room, as with \"docker system prune\", and try again.")},
    {"RSRC_PODMAN_STORAGE", QT_TRANSLATE_NOOP("Minikube", "Podman has no room on the disk"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Make room, as with \"sudo podman system prune\", and try again.")},
    {"HOST_VIRT_UNAVAILABLE",
     QT_TRANSLATE_NOOP("Minikube", "Virtualization is turned off on this machine"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Take the driver docker or podman, or turn it on in the firmware (VT-x, "
                       "AMD-V)."),
     true},
    {"HOST_VTX", QT_TRANSLATE_NOOP("Minikube", "Virtualization is turned off on this machine"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Take the driver docker or podman, or turn it on in the firmware (VT-x, "
                       "AMD-V)."),
     true},
    {"HOST_SVM", QT_TRANSLATE_NOOP("Minikube", "Virtualization is turned off on this machine"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Take the driver docker or podman, or turn it on in the firmware (VT-x, "
                       "AMD-V)."),
     true},
    {"HOST_HOME", QT_TRANSLATE_NOOP("Minikube", "Minikube cannot write to its folder"),
     QT_TRANSLATE_NOOP("Minikube",
                       "It was run as root once. To get the folder back: sudo chown -R $USER "
                       "$HOME/.minikube")},
    {"HOST_KUBECONFIG", QT_TRANSLATE_NOOP("Minikube", "Minikube cannot write the kubeconfig"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Look whether $KUBECONFIG, or ~/.kube/config, belongs to you and can be "
                       "written.")},
    {"PROVIDER_DOCKER_NOT_RUNNING", QT_TRANSLATE_NOOP("Minikube", "Docker is not running"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Start Docker Desktop, or: sudo systemctl start docker. Or take another "
                       "driver."),
     true},
    {"PROVIDER_DOCKER_NEWGRP", QT_TRANSLATE_NOOP("Minikube", "You may not use Docker"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Join its group: sudo usermod -aG docker $USER, and log in again.")},
    {"PROVIDER_DOCKER_NOT_FOUND", QT_TRANSLATE_NOOP("Minikube", "Docker is not installed"),
     QT_TRANSLATE_NOOP("Minikube", "Install Docker, or take another driver."), true},
    {"PROVIDER_PODMAN_NOT_FOUND", QT_TRANSLATE_NOOP("Minikube", "Podman is not installed"),
     QT_TRANSLATE_NOOP("Minikube", "Install Podman, or take another driver."), true},
    {"PROVIDER_QEMU2_NOT_FOUND", QT_TRANSLATE_NOOP("Minikube", "QEMU is not installed"),
     QT_TRANSLATE_NOOP("Minikube", "Install QEMU, or take another driver."), true},
    {"PR_KVM_USER_PERMISSION", QT_TRANSLATE_NOOP("Minikube", "You may not use libvirt"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Join its group: sudo usermod -aG libvirt $USER, and log in again. Or take "
                       "another driver."),
     true},
    {"PR_KVM", QT_TRANSLATE_NOOP("Minikube", "The driver kvm2 does not work on this machine"),
     QT_TRANSLATE_NOOP("Minikube",
                       "\"virt-host-validate\" tells what is missing. Or take another driver."),
     true},
    {"PR_DOCKER", QT_TRANSLATE_NOOP("Minikube", "Docker does not do what Minikube needs"),
     QT_TRANSLATE_NOOP("Minikube", "Restart Docker, bring it up to date, and try again.")},
    {"PROVIDER", QT_TRANSLATE_NOOP("Minikube", "What the driver needs is not there"),
     QT_TRANSLATE_NOOP("Minikube", "Install it, or take another driver."), true},
    {"DRV_NOT_DETECTED", QT_TRANSLATE_NOOP("Minikube", "Minikube found no driver to run with"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Install Docker or Podman and see that it runs, then try again.")},
    {"DRV_UNSUPPORTED_OS", QT_TRANSLATE_NOOP("Minikube", "There is no such driver on this system"),
     QT_TRANSLATE_NOOP("Minikube", "Take another one: docker works on most systems."), true},
    {"DRV_AS_ROOT", QT_TRANSLATE_NOOP("Minikube", "This driver does not run as root"),
     QT_TRANSLATE_NOOP("Minikube", "Start Chartwright as yourself, or take the driver \"none\".")},
    {"DRV_NEEDS_ROOT", QT_TRANSLATE_NOOP("Minikube", "This driver has to run as root"),
     QT_TRANSLATE_NOOP("Minikube", "Take another driver."), true},
    {"DRV_CP_ENDPOINT",
     QT_TRANSLATE_NOOP("Minikube", "The profile has lost the address of its cluster"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Make it anew: minikube delete, which deletes all that runs in it, and try "
                       "again.")},
    {"DRV_", QT_TRANSLATE_NOOP("Minikube", "The driver does not work"),
     QT_TRANSLATE_NOOP("Minikube", "Take another driver."), true},
    {"GUEST_MISSING_CONNTRACK",
     QT_TRANSLATE_NOOP("Minikube", "The driver \"none\" needs the program conntrack"),
     QT_TRANSLATE_NOOP("Minikube", "Install conntrack, or take another driver."), true},
    {"GUEST_DRIVER_MISMATCH",
     QT_TRANSLATE_NOOP("Minikube", "The profile was made with another driver"),
     QT_TRANSLATE_NOOP("Minikube", "Take that one again, or another profile."), true},
    {"GUEST_IMAGE_LOAD", QT_TRANSLATE_NOOP("Minikube", "The image could not be brought over"),
     QT_TRANSLATE_NOOP("Minikube", "See that there is room in the machine, and try again.")},
    {"GUEST_IMAGE_BUILD", QT_TRANSLATE_NOOP("Minikube", "Minikube could not build the image"),
     QT_TRANSLATE_NOOP("Minikube",
                       "See what the build printed, and mend the Dockerfile or what it copies.")},
    {"GUEST_IMAGE", QT_TRANSLATE_NOOP("Minikube", "Minikube could not handle its images"),
     QT_TRANSLATE_NOOP("Minikube", "Try again. If it stays so, restart it: minikube stop.")},
    {"GUEST_STATUS", QT_TRANSLATE_NOOP("Minikube", "Minikube cannot tell how its machine does"),
     QT_TRANSLATE_NOOP("Minikube", "Try again. If it stays so, restart it: minikube stop.")},
    {"GUEST_", QT_TRANSLATE_NOOP("Minikube", "Minikube's machine did not start"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Try again. If it stays so, make it anew: minikube delete, which deletes "
                       "all that runs in it.")},
    {"IF_", QT_TRANSLATE_NOOP("Minikube", "The network between here and Minikube does not work"),
     QT_TRANSLATE_NOOP("Minikube",
                       "A VPN or a firewall may stand between: end it, or let Minikube's network "
                       "through, and try again.")},
    {"INET_", QT_TRANSLATE_NOOP("Minikube", "Minikube could not download what it needs"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Look whether you are online. Behind a proxy set HTTPS_PROXY, and NO_PROXY "
                       "to Minikube's addresses.")},
    {"RUNTIME_", QT_TRANSLATE_NOOP("Minikube", "The container runtime in Minikube did not start"),
     QT_TRANSLATE_NOOP("Minikube", "Try again. If it stays so, restart it: minikube stop.")},
    {"K8S_DOWNGRADE_UNSUPPORTED",
     QT_TRANSLATE_NOOP("Minikube", "The profile has a later Kubernetes than was asked for"),
     QT_TRANSLATE_NOOP("Minikube", "Take another profile, or bring Minikube up to date.")},
    {"K8S_", QT_TRANSLATE_NOOP("Minikube", "Kubernetes did not start in Minikube"),
     QT_TRANSLATE_NOOP("Minikube",
                       "Try again. \"minikube logs\" tells more; \"minikube delete\" makes it "
                       "anew.")},
    {"SVC_ADDON", QT_TRANSLATE_NOOP("Minikube", "The addon cannot be enabled with this driver"),
     QT_TRANSLATE_NOOP("Minikube", "Take another driver."), true},
    {"MK_ADDON_ENABLE", QT_TRANSLATE_NOOP("Minikube", "The addon could not be enabled"),
     QT_TRANSLATE_NOOP(
         "Minikube", "See whether its image can be pulled (a proxy, no network), and try again.")},
    {"SVC_", QT_TRANSLATE_NOOP("Minikube", "The Service cannot be reached"),
     QT_TRANSLATE_NOOP("Minikube", "See whether its pods are ready, and try again.")},
};

const Reason *reasonOf(const QString &id)
{
    const auto *found = std::find_if(std::begin(Reasons), std::end(Reasons), [&](const Reason &r) {
        return id.startsWith(QLatin1String(r.id));
    });
    return found == std::end(Reasons) ? nullptr : found;
}

ToolFailure made(const QString &id, int exitCode, const QString &said, const QString &advice)
{
    ToolFailure out;
    out.id = id;
    out.exitCode = exitCode;
    const Reason *reason = reasonOf(id);
    if (!reason) {
        out.error = {said.isEmpty() ? id : said, {}, advice};
        return out;
    }
    out.error.message = tr(reason->sentence);
    if (!said.isEmpty()) // the figures stand there
        out.error.message += QLatin1String(" (") + said.left(300) + u')';
    out.error.remedy = tr(reason->remedy);
    return out;
}

} // namespace

ToolFailure minikubeFailure(const MinikubeEvent &error)
{
    return made(error.name, error.exitCode, error.message, error.advice);
}

ToolFailure minikubeFailure(const ToolFailure &failure)
{
    static const QRegularExpression form(QStringLiteral("Exiting due to ([A-Z0-9_]+):? ?(.*)"));
    const auto match = form.match(failure.errors);
    if (failure.kind == ToolFailure::Kind::Stopped || !match.hasMatch())
        return failure;
    return made(match.captured(1), failure.exitCode, match.captured(2).simplified(), {});
}

bool wantsOtherSettings(const ToolFailure &failure)
{
    const Reason *reason = reasonOf(failure.id);
    return reason && reason->isOfSettings;
}

} // namespace chartwright
