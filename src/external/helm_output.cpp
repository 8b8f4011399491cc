// SPDX-License-Identifier: Apache-2.0
#include "external/helm_output.h"

#include "cluster/plain_text.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Helm", text); }

QString text(const Value &v) { return plainText(v.scalarText()); }

/// RFC 3339, or as Go prints a time: "2020-06-18 14:17:46.125134977 +0000 UTC".
QDateTime timeOf(const Value &v)
{
    QString said = v.scalarText();
    if (const auto iso = QDateTime::fromString(said, Qt::ISODateWithMs); iso.isValid())
        return iso.toUTC();
    const QStringList parts = said.split(u' ');
    if (parts.size() < 3)
        return {};
    QString zone = parts[2];
    zone.insert(3, u':');
    return QDateTime::fromString(parts[0] + u'T' + parts[1].section(u'.', 0, 0) + zone, Qt::ISODate)
        .toUTC();
}

HelmRevision revisionOf(const Value &v)
{
    HelmRevision out;
    out.revision = v[u"revision"].scalarText().toInt(); // a string in lists
    out.status = text(v[u"status"]);
    out.updated = timeOf(v[u"updated"]);
    out.chart = text(v[u"chart"]);
    out.appVersion = text(v[u"app_version"]);
    out.description = text(v[u"description"]);
    return out;
}

QStringList texts(const Value &list)
{
    QStringList out;
    for (const Value &v : list.list())
        out.append(text(v));
    return out;
}

Result<Value> read(const QByteArray &json, bool isRight(const Value &))
{
    const auto value = readJson(json, QStringLiteral("helm"));
    if (value && isRight(*value))
        return *value;
    return failure(tr("the output of helm is not understood"), {},
                   tr("Use Helm 3 or 4 as it comes from helm.sh."));
}

bool isList(const Value &v) { return v.isList() || v.isNull(); }
bool isMap(const Value &v) { return v.isMap(); }

} // namespace

bool isPending(const QString &status)
{
    return status.startsWith(QLatin1String("pending-")) || status == u"uninstalling";
}

int lastDeployed(const QList<HelmRevision> &history)
{
    // Until the next one stands, the one before keeps its status.
    for (const char16_t *status : {u"deployed", u"superseded"}) {
        const auto found = std::find_if(history.crbegin(), history.crend(),
                                        [&](const HelmRevision &r) { return r.status == status; });
        if (found != history.crend())
            return found->revision;
    }
    return 0;
}

Result<QList<HelmRelease>> helmReleases(const QByteArray &json)
{
    const auto value = read(json, isList);
    if (!value)
        return tl::unexpected(value.error());
    QList<HelmRelease> out;
    for (const Value &v : value->list())
        out.append({text(v[u"name"]), text(v[u"namespace"]), revisionOf(v)});
    return out;
}

Result<QList<HelmRevision>> helmHistory(const QByteArray &json)
{
    const auto value = read(json, isList);
    if (!value)
        return tl::unexpected(value.error());
    QList<HelmRevision> out;
    for (const Value &v : value->list())
        out.append(revisionOf(v));
    return out;
}

Result<HelmDetail> helmDetail(const QByteArray &json)
{
    const auto value = read(json, isMap);
    if (!value)
        return tl::unexpected(value.error());
    const Value &info = (*value)[u"info"];
    HelmDetail out;
    out.name = text((*value)[u"name"]);
    out.ns = text((*value)[u"namespace"]);
    out.revision = (*value)[u"version"].scalarText().toInt();
    out.status = text(info[u"status"]);
    out.description = text(info[u"description"]);
    out.notes = info[u"notes"].scalarText();
    out.first = timeOf(info[u"first_deployed"]);
    out.last = timeOf(info[u"last_deployed"]);
    out.values = (*value)[u"config"];
    out.manifest = (*value)[u"manifest"].scalarText();
    for (const Value &hook : (*value)[u"hooks"].list())
        out.hooks.append({text(hook[u"kind"]), text(hook[u"name"]), texts(hook[u"events"]),
                          texts(hook[u"delete_policies"])});
    return out;
}

} // namespace chartwright
