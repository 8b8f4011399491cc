// SPDX-License-Identifier: Apache-2.0
#include "support/random_values.h"

#include "kinds/registry.h"
#include "support/hard_strings.h"

using namespace chartwright;

namespace chartwright_test {

namespace {

const QStringList &legalTexts()
{
    static const QStringList texts{
        QStringLiteral("a"),
        QStringLiteral("web-1"),
        QStringLiteral("y"),
        QStringLiteral("null"),
        QStringLiteral("true"),
        QStringLiteral("1e3"),
        QStringLiteral("x.example.com"),
        QStringLiteral("*.example.com"),
        QStringLiteral("example.com/key"),
        QStringLiteral("kubernetes.io/role"),
        QStringLiteral("/data"),
        QStringLiteral("/"),
        QStringLiteral("/a b/{{ .x }}"),
        QStringLiteral("LOG_LEVEL"),
        QStringLiteral("http"),
        QStringLiteral("grpc-1"),
        QStringLiteral("nginx.conf"),
        QStringLiteral("_x"),
        QStringLiteral("https://example.org/a.svg"),
        QStringLiteral("me@example.org"),
        QStringLiteral("1.2.3-rc.1+b7"),
        QStringLiteral("registry.example.com:5000"),
        QStringLiteral("v1.0.0"),
        QStringLiteral("0123"),
        QStringLiteral("1m"),
        QStringLiteral("1Mi"),
        QStringLiteral("10.96.0.7"),
        QStringLiteral("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")};
    return texts;
}

} // namespace

RandomValues::RandomValues(quint32 seed, bool hard)
    : m_random(seed), m_hard(hard ? hardStrings() : QStringList())
{
}

QString RandomValues::hardText()
{
    return !m_hard.isEmpty() && chance(60) ? pick(m_hard) : pick(legalTexts());
}

QString RandomValues::legalText(QString (*check)(const QString &))
{
    if (!check)
        return hardText();
    QStringList &legal = m_legal[check];
    if (legal.isEmpty()) {
        legal = legalTexts() + m_hard;
        legal.removeIf([&](const QString &t) { return t.isEmpty() || !check(t).isEmpty(); });
    }
    return legal.isEmpty() ? QString() : pick(legal);
}

Value RandomValues::yaml(int depth)
{
    switch (below(depth > 2 ? 4 : 6)) {
    case 0:
        return qint64(below(2'000'000'000));
    case 1:
        return chance(50);
    case 2:
    case 3:
        return hardText();
    case 4:
        return List{yaml(depth + 1), yaml(depth + 1)};
    default:
        return Map{{pick(legalTexts()), yaml(depth + 1)}, {QStringLiteral("k"), yaml(depth + 1)}};
    }
}

Value RandomValues::reference(const FieldSpec &spec)
{
    QList<Ref> refs;
    const auto addParts = [&](const ResourcePtr &r) {
        const KindSpec *kind = allKinds().find(r->kind);
        if (spec.refPart.isEmpty())
            refs.append({r->id, {}});
        else if (kind->parts) {
            for (const Part &p : kind->parts(*r)) {
                if (p.part.startsWith(spec.refPart))
                    refs.append({r->id, p.part});
            }
        }
    };
    // Ports and volumes of a probe or mount are the workload's own.
    const ResourcePtr self = m_topology->find(m_self);
    const bool own = self->kind == spec.refKind && !spec.refPart.isEmpty();
    for (const ResourcePtr &r : own ? QList<ResourcePtr>{self} : m_topology->ofKind(spec.refKind))
        addParts(r);
    return refs.isEmpty() ? Value() : Value(pick(refs));
}

Map RandomValues::structure(const QList<FieldSpec> &fields, int depth)
{
    Value out = Map();
    for (const FieldSpec &field : fields) {
        if (!field.required && !chance(depth > 1 ? 75 : 40))
            continue;
        const Value value = generate(field, depth + 1);
        if (value.isNull())
            continue;
        if (!field.path.isEmpty())
            out = with(out, Path(field.path), value);
        else
            for (const auto &[key, inner] : value.map())
                out = with(out, Path().key(key), inner);
    }
    return out.map();
}

Value RandomValues::list(const FieldSpec &spec, int depth)
{
    List list;
    QStringList names;
    for (int i = below(3); i >= 0; --i) {
        Map item = structure(spec.fields, depth);
        // The merge key tells items apart.
        const QString key = mergeKeys(Path(spec.path).last().name).constFirst();
        const QString name = item[key].scalarText();
        if (!item.isEmpty() && !names.contains(name)) {
            names.append(name);
            list.append(item);
        }
    }
    return list.isEmpty() ? Value() : Value(list);
}

Value RandomValues::generate(const FieldSpec &spec, int depth)
{
    switch (spec.type) {
    case FieldType::String:
    case FieldType::Text: {
        const QString text =
            spec.required && !spec.check ? pick(legalTexts()) : legalText(spec.check);
        return spec.check && text.isEmpty() ? Value() : Value(text);
    }
    case FieldType::Bool:
        return chance(50);
    case FieldType::Int: {
        const qint64 least = spec.min.value_or(0),
                     most = spec.max.value_or(chance(20) ? 2'000'000'000 : 100);
        return qint64(least + qint64(m_random.bounded(double(most - least))));
    }
    case FieldType::Quantity:
        return pick(QList<Value>{QStringLiteral("100m"), QStringLiteral("0.5"), QStringLiteral("1"),
                                 QStringLiteral("128Mi"), QStringLiteral("1e3"),
                                 QStringLiteral("1Gi"), 1, 2});
    case FieldType::IntOrPercent:
        return chance(50) ? Value(below(20)) : Value(QStringLiteral("%1%").arg(below(101)));
    case FieldType::Port: {
        const Value ref = chance(60) ? reference(spec) : Value();
        return !ref.isNull() ? ref
               : chance(70)  ? Value(1 + below(65535))
                             : Value(QStringLiteral("http"));
    }
    case FieldType::Choice:
        return pick(spec.choices);
    case FieldType::Ref:
        return reference(spec);
    case FieldType::StringList: {
        List list;
        for (int i = below(4); i >= 0; --i) {
            if (const QString text = legalText(spec.check); !spec.check || !text.isEmpty())
                list.append(text);
        }
        return list;
    }
    case FieldType::StringMap: {
        Map map;
        for (int i = below(4); i >= 0; --i)
            map.set(legalText(spec.check), hardText());
        return map;
    }
    case FieldType::Struct:
        return structure(spec.fields, depth);
    case FieldType::StructList:
        return list(spec, depth);
    case FieldType::StructMap:
        return {};
    case FieldType::Union: {
        const FieldSpec &alternative = pick(spec.fields);
        const Value value = generate(alternative, depth);
        return value.isNull() ? Value() : with(Map(), Path(alternative.path), value);
    }
    case FieldType::KeptValue:
        return QStringLiteral("v%1")
            .arg(2222222 + below(7777777), 7, 10, QLatin1Char('2'))
            .replace(u'0', u'a')
            .replace(u'1', u'b');
    case FieldType::Yaml:
        return Map{{QStringLiteral("k"), yaml(0)}};
    }
    return {};
}

Value RandomValues::value(const FieldSpec &spec, const Topology &topology, const ResourceId &self)
{
    m_topology = &topology;
    m_self = self;
    return generate(spec, 0);
}

Map RandomValues::structure(const QList<FieldSpec> &fields, const Topology &topology,
                            const ResourceId &self)
{
    m_topology = &topology;
    m_self = self;
    return structure(fields, 1);
}

} // namespace chartwright_test
