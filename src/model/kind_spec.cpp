// SPDX-License-Identifier: Apache-2.0
#include "model/kind_spec.h"

namespace chartwright {

const KindSpec *Kinds::find(QStringView kind) const
{
    const auto it = std::find_if(m_kinds.begin(), m_kinds.end(),
                                 [&](const KindSpec &k) { return k.kind == kind; });
    return it == m_kinds.end() ? nullptr : &*it;
}

const WireSpec *Kinds::wire(QStringView id) const
{
    for (const KindSpec &kind : m_kinds) {
        for (const WireSpec &wire : kind.wires) {
            if (wire.id == id)
                return &wire;
        }
    }
    return nullptr;
}

QList<const WireSpec *> Kinds::wiresBetween(QStringView from, QStringView to) const
{
    QList<const WireSpec *> out;
    for (const KindSpec &kind : m_kinds) {
        for (const WireSpec &wire : kind.wires) {
            if (wire.from == from && wire.to == to)
                out.append(&wire);
        }
    }
    return out;
}

std::optional<Part> findPart(const Kinds &kinds, const Resource &resource, const QString &part)
{
    const KindSpec *spec = kinds.find(resource.kind);
    if (!spec || !spec->parts)
        return std::nullopt;
    for (const Part &p : spec->parts(resource)) {
        if (p.part == part)
            return p;
    }
    return std::nullopt;
}

Value refValue(const Topology &topology, const Ref &ref)
{
    const ResourcePtr target = topology.find(ref.target);
    if (!target)
        return {};
    if (ref.part.isEmpty())
        return target->name;
    const auto part = findPart(topology.kinds(), *target, ref.part);
    return part ? part->value : Value();
}

QString displayText(const Topology &topology, const Value &value)
{
    if (const Ref *ref = value.asRef())
        return refValue(topology, *ref).scalarText();
    const Text *text = value.asText();
    if (!text)
        return value.scalarText();
    QString out;
    for (const auto &piece : text->pieces) {
        const QString *plain = std::get_if<QString>(&piece);
        out += plain ? *plain : refValue(topology, std::get<Ref>(piece)).scalarText();
    }
    return out;
}

} // namespace chartwright
