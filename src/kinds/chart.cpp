// SPDX-License-Identifier: Apache-2.0
#include "base/semver.h"
#include "kinds/common.h"
#include "kinds/table.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ChartKind", text); }

QString versionProblem(const QString &t)
{
    return SemVer::parse(t) ? QString() : tr("A version by SemVer 2, such as 1.0.0 or 1.2.3-rc.1");
}

QString urlProblem(const QString &t)
{
    static const QRegularExpression p(QStringLiteral("\\Ahttps?://[^\\s/]+(/\\S*)?\\z"));
    return p.match(t).hasMatch() ? QString()
                                 : tr("An address that starts with https:// or http://");
}

QString emailProblem(const QString &t)
{
    // No more than what helm lint takes.
    static const QString letter = QStringLiteral("A-Za-z\\x{a0}-\\x{d7ff}");
    static const QString atom = QStringLiteral("[%1\\d!#$%&'*+/=?^_`{|}~-]+").arg(letter);
    static const QString label = QStringLiteral("[%1\\d]([%1\\d-]*[%1\\d])?").arg(letter);
    static const QString last = QStringLiteral("[%1]([%1\\d-]*[%1])?").arg(letter);
    static const QRegularExpression p(
        QStringLiteral("\\A%1(\\.%1)*@(%2\\.)+%3\\z").arg(atom, label, last));
    return p.match(t).hasMatch() ? QString() : tr("An e-mail address");
}

Value create(const QString &)
{
    return Map{{QStringLiteral("version"), QStringLiteral("0.1.0")},
               {QStringLiteral("appVersion"), QStringLiteral("0.1.0")},
               {QStringLiteral("description"), QStringLiteral("A Kubernetes application")},
               {QStringLiteral("type"), QStringLiteral("application")}};
}

} // namespace

KindSpec chartKind()
{
    using namespace table;
    KindSpec k;
    k.kind = QStringLiteral("Chart");
    k.title = tr("Chart");
    k.help = tr("The Helm chart round everything that is templated.");
    k.defaultName = QStringLiteral("my-app");
    k.icon = QStringLiteral(":/icons/chart.svg");
    k.colour = 0x6b7280;
    k.headerIn = true;
    k.fields = {
        string("version", tr("Version"), tr("The chart's own version, by SemVer."))
            .must()
            .checked(versionProblem),
        string("appVersion", tr("App version"), tr("The version of the application in the chart."))
            .must(),
        string("description", tr("Description"), tr("One sentence on what the chart installs."))
            .must(),
        choice("type", tr("Type"), {QStringLiteral("application"), QStringLiteral("library")},
               tr("A library chart has helpers only and cannot be installed."))
            .must()
            .otherwise(QStringLiteral("application")),
        choice("profile", tr("Profile"), {QStringLiteral("minikube"), QStringLiteral("none")},
               tr("Limits that the drawing is checked against."))
            .otherwise(QStringLiteral("minikube")),
        boolean("prefixNames", tr("Prefix names"), false,
                tr("Put the release's name in front of every name, so that two releases fit into "
                   "one namespace. Changing it later means to install again.")),
        strings("keywords", tr("Keywords")),
        list("maintainers", tr("Maintainers"),
             {string("name", tr("Name")).must(),
              string("email", tr("E-mail")).checked(emailProblem),
              string("url", tr("Address")).checked(urlProblem)}),
        string("icon", tr("Icon"), tr("Address of an SVG or PNG picture.")).checked(urlProblem),
        string("home", tr("Home page")).checked(urlProblem),
        strings("sources", tr("Sources"), tr("Addresses of the source code.")).checked(urlProblem),
    };
    k.create = create;
    return k;
}

} // namespace chartwright
