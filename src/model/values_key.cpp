// SPDX-License-Identifier: Apache-2.0
#include "model/values_key.h"

#include "base/names.h"
#include "model/follow.h"

#include <QRegularExpression>
#include <QSet>

namespace chartwright {
namespace {

/// Keys of the chart itself and of Helm: never a resource's.
const QSet<QString> &reserved()
{
    static const QSet<QString> words{QStringLiteral("global"),  QStringLiteral("imagePullSecrets"),
                                     QStringLiteral("enabled"), QStringLiteral("nameOverride"),
                                     QStringLiteral("tags"),    QStringLiteral("fullnameOverride")};
    return words;
}

QSet<QString> usedKeys(const Topology &topology, const ResourceId &except)
{
    QSet<QString> used = reserved();
    for (const ResourcePtr &r : topology.resources()) {
        if (r->id != except)
            used.insert(r->valuesKey);
    }
    return used;
}

QString shortened(QString name, const QString &chart, const QString &kind)
{
    const qsizetype dash = chart.indexOf(u'-');
    for (const QString &prefix : {chart + u'-', chart.left(dash) + u'-'}) {
        if (prefix.size() > 1 && name.startsWith(prefix) && name.size() > prefix.size()) {
            name.remove(0, prefix.size());
            break;
        }
    }
    const QString suffix = u'-' + kind.toLower();
    if (name.endsWith(suffix) && name.size() > suffix.size())
        name.chop(suffix.size());
    return name;
}

/// "service", "service2".
bool isNamedForItsKind(const QString &stem)
{
    static const QRegularExpression p(QStringLiteral("\\Aservice[0-9]*\\z"));
    return p.match(stem).hasMatch();
}

} // namespace

bool isValuesKey(const QString &key)
{
    static const QRegularExpression p(
        QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*\\z"));
    return p.match(key).hasMatch();
}

QString reservedWord(const QString &key)
{
    const QString block = key.section(u'.', 0, 0);
    return reserved().contains(block) ? block : QString();
}

QString suggestValuesKey(const Topology &topology, const QString &kind, const QString &name,
                         const ResourceId &self)
{
    const QSet<QString> used = usedKeys(topology, self);
    const ResourcePtr chart = topology.chart();
    const QString stem = names::toCamelCase(shortened(name, chart ? chart->name : QString(), kind));
    QString key = stem;
    if (kind == u"ConfigMap" && !used.contains(QStringLiteral("config")))
        key = QStringLiteral("config");
    else if (kind == u"Secret" && !used.contains(QStringLiteral("secrets")))
        key = QStringLiteral("secrets");
    else if (kind == u"Ingress" && !used.contains(QStringLiteral("ingress")))
        key = QStringLiteral("ingress");
    // The block of a Deployment with the same stem is not a Service's own.
    else if (kind == u"Service" && !isNamedForItsKind(stem))
        key = stem + QStringLiteral("Service");
    const QString base = key;
    for (int i = 2; used.contains(key); ++i)
        key = base + QString::number(i);
    return key;
}

Topology withKeysOfChart(const Topology &before, Topology after)
{
    const auto nameOf = [](const Topology &t) { return t.chart() ? t.chart()->name : QString(); };
    for (const ResourcePtr &r : before.resources()) {
        const bool sameStem = shortened(r->name, nameOf(before), r->kind) ==
                              shortened(r->name, nameOf(after), r->kind);
        if (sameStem || r->valuesKeyFixed || r->valuesKey.isEmpty() ||
            r->valuesKey != suggestValuesKey(before, r->kind, r->name, r->id))
            continue;
        Resource changed = *after.find(r->id);
        changed.valuesKey = suggestValuesKey(after, r->kind, r->name, r->id);
        moveServices(after, r->valuesKey, changed.valuesKey);
        after.put(std::move(changed));
    }
    return after;
}

QString serviceValuesKey(const Topology &topology, const Resource &service, const Resource &target)
{
    const QString key = target.valuesKey + QStringLiteral(".service");
    if (service.valuesKeyFixed || target.valuesKey.isEmpty() ||
        usedKeys(topology, service.id).contains(key))
        return service.valuesKey;
    return key;
}

} // namespace chartwright
