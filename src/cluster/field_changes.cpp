// SPDX-License-Identifier: Apache-2.0
#include "cluster/field_changes.h"

#include "base/quantity.h"

namespace chartwright {
namespace {

bool isAmount(const Path &path)
{
    if (path.size() < 2)
        return false;
    const QString &above = path.steps()[path.size() - 2].name;
    return above == u"limits" || above == u"requests" || path.last().name == u"sizeLimit";
}

bool isSame(const Path &path, const Value &a, const Value &b)
{
    if (a == b)
        return true;
    if (!isAmount(path))
        return false;
    const auto left = Quantity::parse(a.scalarText()), right = Quantity::parse(b.scalarText());
    return left && right && *left == *right;
}

/// Lists whose items have names: those can be told apart, others are one value.
bool isNamed(QStringView key, const List &list)
{
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (itemStep(key, list, i).kind != Path::Step::Kind::Item)
            return false;
    }
    return true;
}

/// Of two lists with the same items.
bool hasSameOrder(QStringView key, const List &a, const List &b)
{
    for (qsizetype i = 0; i < a.size(); ++i) {
        if (itemStep(key, a, i) != itemStep(key, b, i))
            return false;
    }
    return true;
}

class Comparison
{
public:
    QList<FieldChange> take() { return std::move(m_out); }

    void compare(const Path &path, const Value &a, const Value &b)
    {
        if (isSame(path, a, b))
            return;
        if (a.isMap() && b.isMap())
            maps(path, a.map(), b.map());
        else if (a.isList() && b.isList() && isNamed(path.last().name, a.list()) &&
                 isNamed(path.last().name, b.list()))
            lists(path, a.list(), b.list());
        else
            m_out.append({path, a, b});
    }

private:
    QList<FieldChange> m_out;

    void maps(const Path &path, const Map &a, const Map &b)
    {
        for (const auto &[key, value] : a)
            compare(path.key(key), value, b[key]);
        for (const auto &[key, value] : b) {
            if (!a.contains(key))
                compare(path.key(key), {}, value);
        }
    }

    void lists(const Path &path, const List &a, const List &b)
    {
        const QString key = path.last().name;
        const qsizetype before = m_out.size();
        for (qsizetype i = 0; i < a.size(); ++i) {
            const Path::Step step = itemStep(key, a, i);
            const qsizetype other = indexOf(b, key, step);
            compare(path.item(step.name), a[i], other < 0 ? Value() : b[other]);
        }
        for (qsizetype i = 0; i < b.size(); ++i) {
            const Path::Step step = itemStep(key, b, i);
            if (indexOf(a, key, step) < 0)
                compare(path.item(step.name), {}, b[i]);
        }
        // Nothing but their order, then: that of variables and init containers counts.
        if (m_out.size() == before && !hasSameOrder(key, a, b))
            m_out.append({path, a, b});
    }
};

} // namespace

QList<FieldChange> fieldChanges(const Value &before, const Value &after)
{
    Comparison comparison;
    comparison.compare({}, before, after);
    return comparison.take();
}

Value withoutServerFields(const Value &object)
{
    static constexpr QStringView Kept[] = {u"uid",           u"resourceVersion",
                                           u"generation",    u"creationTimestamp",
                                           u"managedFields", u"selfLink"};
    static constexpr QStringView Annotations[] = {
        u"deployment.kubernetes.io/revision", u"kubectl.kubernetes.io/last-applied-configuration"};
    if (!object.isMap())
        return object;
    Map out = object.map();
    out.remove(u"status");
    if (!out[u"metadata"].isMap())
        return out;
    Map metadata = out[u"metadata"].map();
    for (const QStringView key : Kept)
        metadata.remove(key);
    if (metadata[u"annotations"].isMap()) {
        Map annotations = metadata[u"annotations"].map();
        for (const QStringView key : Annotations)
            annotations.remove(key);
        if (annotations.isEmpty())
            metadata.remove(u"annotations");
        else
            metadata.set(QStringLiteral("annotations"), annotations);
    }
    out.set(QStringLiteral("metadata"), metadata);
    return out;
}

} // namespace chartwright
