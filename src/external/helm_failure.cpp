// SPDX-License-Identifier: Apache-2.0
#include "external/helm_failure.h"

#include "cluster/plain_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Helm", text); }

/// What it says last; before it there may be warnings and lines of a log.
QString lastWords(const QByteArray &errors)
{
    const QString all = QString::fromUtf8(errors).trimmed();
    const qsizetype at = std::max(all.lastIndexOf(QLatin1String("\nError: ")),
                                  all.startsWith(QLatin1String("Error: ")) ? qsizetype(0) : -1);
    QString said = at < 0 ? all.section(u'\n', -1) : all.mid(at).trimmed();
    if (said.startsWith(QLatin1String("Error: ")))
        said = said.mid(7);
    return plainText(said.simplified());
}

} // namespace

HelmFailure helmFailure(const QByteArray &errors)
{
    using Kind = HelmFailure::Kind;
    const QString said = lastWords(errors);
    const auto says = [&](const char *words) { return said.contains(QLatin1String(words)); };
    const auto made = [&](Kind kind, const QString &remedy) {
        return HelmFailure{kind,
                           {said.isEmpty() ? tr("helm ended without a word") : said, {}, remedy}};
    };
    if (says("another operation (install/upgrade/rollback) is in progress"))
        return made(Kind::Pending, tr("If no other helm is at work, the last one was cut off: roll "
                                      "the release back, or uninstall it if that was the first."));
    if (says("invalid ownership metadata"))
        return made(Kind::NotOwned,
                    tr("An object of that name is no part of the release: take it over, rename "
                       "yours, or delete it."));
    if (says("conflict with \"") || says("conflicts with \"")) {
        HelmFailure out =
            made(Kind::Conflict, tr("Take the field, or draw the value that it has."));
        // "… object ns/name apps/v1, Kind=X: … conflict with "kubectl" … using apps/v1: .spec.y"
        static const QRegularExpression form(
            QStringLiteral("object ([^ ]*/)?([^ ]+) [^ ]+ Kind=(\\w+): .*conflict with \"([^\"]+)\""
                           "[^:]*: (\\.[^ ]+)\\z"));
        if (const auto one = form.match(said); one.hasMatch())
            out.error.message =
                tr("%1 of %2 %3 was set by %4")
                    .arg(one.captured(5), one.captured(3), one.captured(2), one.captured(4));
        return out;
    }
    if (says("namespaces \"") && says("not found"))
        return made(Kind::Refused,
                    tr("Make the namespace first (--create-namespace in a terminal), "
                       "or choose another one."));
    if (says("release: not found") || says("release not found") || says("has no deployed releases"))
        return made(Kind::NotFound, tr("Look which releases there are, and in which namespace."));
    if (says("values don't meet the specifications of the schema") || says("is invalid: ") ||
        says("is forbidden: ") || says("admission webhook"))
        return made(Kind::Refused, {});
    return made(Kind::Other, {});
}

} // namespace chartwright
