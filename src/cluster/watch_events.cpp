// SPDX-License-Identifier: Apache-2.0
#include "cluster/watch_events.h"

#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

constexpr ReadLimits EventLimits{16ll * 1024 * 1024, 200, 1'000'000, 16ll * 1024 * 1024};
/// Beyond, keys are somebody's data.
constexpr qsizetype MostKeys = 20'000;

QString tr(const char *text) { return QCoreApplication::translate("Cluster", text); }

/// What is kept: without the largest part, which nobody looks at (the owners of fields), and
/// without the copy that kubectl leaves of a Secret's values.
Value metadataOf(const Value &metadata, const ApiKind &kind)
{
    Map out = metadata.map();
    out.remove(u"managedFields");
    if (kind.kind == u"Secret" && !out[u"annotations"].isEmpty()) {
        Map annotations = out[u"annotations"].map();
        annotations.remove(u"kubectl.kubernetes.io/last-applied-configuration");
        out.set(QStringLiteral("annotations"), annotations);
    }
    return out;
}

/// Objects in a list do not say what they are.
Value keptObject(const Value &object, const ApiKind &kind, KeyPool &pool)
{
    Map out{{QStringLiteral("apiVersion"), kind.apiVersion}, {QStringLiteral("kind"), kind.kind}};
    for (const auto &[key, value] : object.map()) {
        if (key == u"metadata")
            out.append(key, metadataOf(value, kind));
        else if (key != u"apiVersion" && key != u"kind")
            out.append(key, value);
    }
    return pool.shared(out);
}

} // namespace

QString KeyPool::shared(const QString &key)
{
    const auto known = m_keys.constFind(key);
    if (known != m_keys.constEnd())
        return *known;
    if (m_keys.size() < MostKeys)
        m_keys.insert(key);
    return key;
}

Value KeyPool::shared(const Value &value)
{
    if (const List *list = value.asList()) {
        List out;
        out.reserve(list->size());
        for (const Value &item : *list)
            out.append(shared(item));
        return out;
    }
    const Map *map = value.asMap();
    if (!map)
        return value;
    Map out;
    for (const auto &[key, entry] : *map)
        out.append(shared(key), shared(entry));
    return out;
}

QString watchKey(const Value &object)
{
    const Value &metadata = object[u"metadata"];
    return metadata[u"namespace"].toString() + u'/' + metadata[u"name"].toString();
}

WatchPage readPage(const Value &list, const ApiKind &kind, KeyPool &pool)
{
    WatchPage out;
    const List &items = list[u"items"].list();
    out.objects.reserve(items.size());
    for (const Value &item : items)
        out.objects.append({watchKey(item), keptObject(item, kind, pool)});
    out.resourceVersion = list[u"metadata"][u"resourceVersion"].toString();
    out.next = list[u"metadata"][u"continue"].toString();
    return out;
}

WatchEvents readEvents(const QList<QByteArray> &lines, const ApiKind &kind, const QString &what,
                       KeyPool &pool)
{
    WatchEvents out;
    for (const QByteArray &line : lines) {
        if (line.trimmed().isEmpty())
            continue;
        const auto event = readJson(line, QStringLiteral("event"), EventLimits);
        const Value object = event ? (*event)[u"object"] : Value();
        const QString type = event ? (*event)[u"type"].toString() : QString();
        if (type == u"ERROR") {
            out.failure = failureOf(int(object[u"code"].toInt(500)), object, what);
            return out;
        }
        const bool isDeleted = type == u"DELETED";
        const bool isChanged = type == u"ADDED" || type == u"MODIFIED";
        if (!object.isMap() || (!isDeleted && !isChanged && type != u"BOOKMARK")) {
            out.failure.emplace();
            out.failure->error = {tr("what arrived is no event of Kubernetes"), what,
                                  tr("A proxy before the API server may answer in its place.")};
            return out;
        }
        out.resourceVersion = object[u"metadata"][u"resourceVersion"].toString();
        if (isChanged)
            out.objects.append({watchKey(object), keptObject(object, kind, pool)});
        else if (isDeleted)
            out.objects.append({watchKey(object), {}});
    }
    return out;
}

bool isExpired(const ApiFailure &failure)
{
    return failure.status == 410 || failure.reason == u"Expired" || failure.reason == u"Gone";
}

} // namespace chartwright
