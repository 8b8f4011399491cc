// SPDX-License-Identifier: Apache-2.0
#include "cluster/field_owners.h"

#include "tree/yaml.h"

#include <QRegularExpression>

namespace chartwright {
namespace {

/// The item that `k:{"containerPort":8000,"protocol":"TCP"}` means.
qsizetype itemBy(const List &list, const QString &key)
{
    const auto wanted = readJson(key.toUtf8(), QStringLiteral("managedFields"));
    if (!wanted || !wanted->isMap())
        return -1;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const Value &item = list[i];
        const Map &fields = wanted->map();
        if (std::all_of(fields.begin(), fields.end(),
                        [&](const Map::Entry &e) { return item[e.key] == e.value; }))
            return i;
    }
    return -1;
}

class Reading
{
public:
    Reading(QList<FieldOwner> &out, FieldOwner owner) : m_out(out), m_owner(std::move(owner)) {}

    void read(const Value &fields, const Value &object, const Path &path)
    {
        bool isLeaf = true;
        for (const auto &[name, below] : fields.map()) {
            const QString rest = name.mid(2);
            if (name.startsWith(u"f:")) {
                isLeaf = false;
                if (object.isMap() && object.map().contains(rest))
                    read(below, object[rest], path.key(rest));
            } else if (name.startsWith(u"k:")) {
                isLeaf = false;
                if (const qsizetype i = itemBy(object.list(), rest); i >= 0) {
                    const Path::Step step = itemStep(path.last().name, object.list(), i);
                    read(below, object.list()[i],
                         step.kind == Path::Step::Kind::Item ? path.item(step.name)
                                                             : path.index(i));
                }
            }
        }
        // "." is the container itself, "v:" a value of a set: both belong to the path.
        if (isLeaf && !path.isEmpty()) {
            m_owner.path = path;
            m_out.append(m_owner);
        }
    }

private:
    QList<FieldOwner> &m_out;
    FieldOwner m_owner;
};

} // namespace

QList<FieldOwner> fieldOwners(const Value &object)
{
    QList<FieldOwner> out;
    for (const Value &entry : object[u"metadata"][u"managedFields"].list()) {
        Reading(out, {entry[u"manager"].toString(),
                      entry[u"operation"].toString() == u"Apply",
                      entry[u"subresource"].toString(),
                      {}})
            .read(entry[u"fieldsV1"], object, {});
    }
    return out;
}

QStringList ownersOf(const QList<FieldOwner> &owners, const Path &path)
{
    QStringList out;
    for (const FieldOwner &owner : owners) {
        if (owner.path.startsWith(path) && !out.contains(owner.manager))
            out.append(owner.manager);
    }
    return out;
}

QList<FieldConflict> conflictsOf(const Value &status)
{
    static const QRegularExpression message(QStringLiteral("\\Aconflicts? with \"([^\"]*)\""));
    QList<FieldConflict> out;
    if (status[u"reason"].toString() != u"Conflict")
        return out;
    for (const Value &cause : status[u"details"][u"causes"].list()) {
        if (cause[u"reason"].toString() != u"FieldManagerConflict")
            continue;
        const auto match = message.match(cause[u"message"].toString());
        out.append({match.captured(1), cause[u"field"].toString()});
    }
    return out;
}

} // namespace chartwright
