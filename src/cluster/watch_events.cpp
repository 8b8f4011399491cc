// SPDX-License-Identifier: Apache-2.0
#include "cluster/watch_events.h"

#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

constexpr ReadLimits EventLimits{16ll * 1024 * 1024, 200, 1'000'000, 16ll * 1024 * 1024};
constexpr qsizetype MostPooled = 20'000;
constexpr qsizetype LongestPooled = 100; ///< characters

QString tr(const char *text) { return QCoreApplication::translate("Cluster", text); }

size_t identityOf(const Value &value)
{
    switch (value.type()) {
    case Value::Type::List:
        return qHash(value.asList());
    case Value::Type::Map:
        return qHash(value.asMap());
    case Value::Type::String:
        return qHash(value.toString());
    case Value::Type::Bool:
    case Value::Type::Int:
    case Value::Type::Double:
        return qHash(value.scalarText());
    default:
        return 0;
    }
}

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
Value keptObject(const Value &object, const ApiKind &kind, ValuePool &pool)
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

QString ValuePool::shared(const QString &text)
{
    if (text.size() > LongestPooled)
        return text;
    if (m_texts.size() >= MostPooled)
        m_texts.clear();
    return *m_texts.insert(text);
}

Value ValuePool::pooled(size_t hash, const Value &value)
{
    for (auto i = m_values.constFind(hash); i != m_values.constEnd() && i.key() == hash; ++i) {
        if (*i == value)
            return *i;
    }
    if (m_values.size() >= MostPooled)
        m_values.clear();
    return *m_values.insert(hash, value);
}

Value ValuePool::shared(const Value &value)
{
    if (const QString text = value.toString(); !text.isNull())
        return shared(text);
    // Equal parts are the same ones by then, so that their address tells.
    if (const List *list = value.asList()) {
        List out;
        out.reserve(list->size());
        size_t hash = 1;
        for (const Value &item : *list) {
            out.append(shared(item));
            hash = qHashMulti(hash, identityOf(out.constLast()));
        }
        return pooled(hash, out);
    }
    const Map *map = value.asMap();
    if (!map)
        return value;
    Map out;
    size_t hash = 2;
    for (const auto &[key, entry] : *map) {
        const Value part = shared(entry);
        hash += qHashMulti(0, key, identityOf(part)); // in any order
        out.append(shared(key), part);
    }
    return pooled(hash, out);
}

QString watchKey(const Value &object)
{
    const Value &metadata = object[u"metadata"];
    return metadata[u"namespace"].toString() + u'/' + metadata[u"name"].toString();
}

WatchPage readPage(const Value &list, const ApiKind &kind, ValuePool &pool)
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
                       ValuePool &pool)
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
